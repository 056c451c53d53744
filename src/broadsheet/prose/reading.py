"""Read a text once into all that it is compared by: terms, names, signature."""

from dataclasses import dataclass

from .duplicates import signature
from .names import names
from .terms import name_terms, surfaces, term_counts

# What `read_text` takes: headline, standfirst, body, language.
Text = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in the form in which texts are compared; `surface` has the terms that the text writes otherwise."""

    terms: dict[str, float]
    surface: dict[str, str]
    names: list[str]
    signature: list[int]


def read_text(text: Text) -> Reading:
    """Return the reading of one text; it needs nothing but the text, so it may run in another process."""
    headline, standfirst, body, language = text
    terms = term_counts(headline, standfirst, body, language=language)
    seen = surfaces(headline, standfirst, body, language=language)
    return Reading(
        terms=terms,
        surface={term: form for term, form in seen.items() if form != term and term in terms},
        names=name_terms(names(f"{standfirst}\n{body}", language=language), language=language),
        signature=list(signature(headline, body, language=language)),
    )
