"""Text as text: clean HTML, teasers, slugs, terms, names, languages, dates and near-duplicates."""
