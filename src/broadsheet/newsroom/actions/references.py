"""Tell Wagtail's index of references which articles lead to which, many at a time."""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from ..models import Article
from ..own_links import numbers_in


def keep_links(articles: Iterable[Article]) -> None:
    """Add the references of articles whose bodies lead to others; what is known already stays.

    `ReferenceIndex.create_or_update_for_object` costs as much for one article as all else that an import does with it.
    """
    ours = ContentType.objects.get_for_model(Article)
    rows = [row for article in articles for row in _rows(article, ours)]
    ReferenceIndex.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(article: Article, ours: ContentType) -> Iterator[ReferenceIndex]:
    # As Wagtail writes paths: the field, then the kind or the number of the block in it.
    for block in article.body.raw_data:
        if block["type"] == "paragraph":
            for number in set(numbers_in(block["value"])):
                path = f"body.{block['id']}"
                yield ReferenceIndex(
                    base_content_type=ours,
                    content_type=ours,
                    object_id=str(article.pk),
                    to_content_type=ours,
                    to_object_id=str(number),
                    model_path="body.paragraph",
                    content_path=path,
                    content_path_hash=ReferenceIndex._get_content_path_hash(path),
                )
