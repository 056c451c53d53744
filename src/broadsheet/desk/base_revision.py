"""Keep the text that an article came with: imported rows have no revision until somebody edits them."""

from django.db import transaction
from django.http import HttpRequest

from ..newsroom.models import Article


def keep_base_revision(request: HttpRequest, instance: object) -> None:
    """Save the stored text as the first revision before an article without one is edited.

    Without it the first edit of an imported article would overwrite the only copy of the
    original text (docs/howto/wagtail-snippets.md).
    """
    if not isinstance(instance, Article) or instance.latest_revision_id is not None:
        return
    with transaction.atomic():
        stored = Article.objects.get(pk=instance.pk)
        if stored.latest_revision_id is not None:
            return
        unfinished = stored.has_unpublished_changes
        revision = stored.save_revision(user=None, changed=unfinished, log_action=False, clean=False)
        if stored.live:
            Article.objects.filter(pk=stored.pk).update(live_revision=revision)
            instance.live_revision = revision
        instance.latest_revision = revision
