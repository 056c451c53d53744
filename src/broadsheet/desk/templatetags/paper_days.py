"""What the desk's templates print of days: those of the paper, whatever zone an editor has chosen."""

from typing import Any

from django import template
from django.utils import formats

from ...newsroom.models import DatePrecision
from ...newsroom.moments import paper_time

register = template.Library()

SHAPES: dict[str, str] = {DatePrecision.YEAR: "Y", DatePrecision.MONTH: "M Y"}


@register.filter
def paper_day(article: Any) -> str:
    """Print the day on which an article or a card was published, as far as it is known."""
    day = paper_time(article.published_at).date()
    return formats.date_format(day, SHAPES.get(article.date_precision, "j M Y"))
