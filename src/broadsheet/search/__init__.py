"""Full-text search: documents in, ranked answers out; knows tantivy and `prose`, no framework."""
