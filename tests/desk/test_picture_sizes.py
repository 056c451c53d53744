"""The desk says where a picture is too small to be shown, at the picture and at its article."""

import pytest

from factories import make_article
from newsstand import take_picture

LEADS_NOTHING, ON_NO_CARD = (
    "it is too small to lead a page, for which it needs 1200",
    "it is too small for cards, for which it needs 400",
)


@pytest.mark.parametrize(
    ("size", "said"), [((80, 60), ON_NO_CARD), ((800, 600), LEADS_NOTHING), ((1600, 900), "")]
)
def test_a_picture_too_small_for_a_place_is_named(editor, settings, tmp_path, size, said):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    picture = take_picture(size=size)
    article = make_article(picture=picture, picture_alt="Cranes", section=None)
    pages = [
        editor.see("article:edit", article.pk),
        editor.client.get(f"/desk/images/{picture.pk}/").content.decode(),
    ]

    assert [[each for each in (LEADS_NOTHING, ON_NO_CARD) if each in page] for page in pages] == [
        [said] if said else []
    ] * 2
