"""Old addresses keep working: a redirect for every path that an article has left."""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site


def leave_redirect(article: Any, former_path: str) -> None:
    """Send readers of `former_path` to where the article stands now, and mend redirects that led there."""
    root = article.locale.edition.root
    here, old = f"{root}{article.path}/", Redirect.normalise_path(f"{root}{former_path}/")
    site = Site.objects.filter(is_default_site=True).first()
    Redirect.objects.filter(old_path=Redirect.normalise_path(here)).delete()
    Redirect.objects.filter(redirect_link=f"{root}{former_path}/").update(redirect_link=here)
    Redirect.objects.update_or_create(
        old_path=old,
        site=site,
        defaults={"redirect_link": here, "is_permanent": True, "automatically_created": True},
    )
