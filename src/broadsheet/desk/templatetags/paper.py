"""What the paper is called, where the desk speaks in its name: at sign-in and in letters."""

from django import template
from django.conf import settings

from ...newsroom.models import Edition

register = template.Library()


@register.simple_tag
def paper_name() -> str:
    """Return the name of the main edition; before there is one, that of the program."""
    name = Edition.objects.filter(is_main=True).values_list("name", flat=True).first()
    return name or str(settings.WAGTAIL_SITE_NAME)
