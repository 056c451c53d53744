"""The settings of the whole paper survive what another release stored, and two editors who change them at once."""

import pytest

from broadsheet.newsroom.actions.changing_paper import (
    ChangedMeanwhileError,
    change_paper,
    stored_site_settings,
)
from broadsheet.newsroom.paper.site_settings import SOME, SiteSettings, site_settings_from
from factories import NOW


@pytest.mark.parametrize(
    "said",
    [
        {"logo": {"name": "logo-1.svg"}},
        {"logo": {"name": "logo-1.svg", "width": "wide", "height": 3}},
        {"logo": "logo-1.svg", "icon": 3, "share": None},
        {"typeface": {"name": "sans"}, "crawlers": ["some"], "ads": 1},
        {"accounts": "https://social.example", "refused": [1]},
        {"accent": "rebeccapurple", "accent_dark": {"hue": 3}},
        {"hologram": {"depth": 3}},
        None,
    ],
)
def test_what_this_release_cannot_read_is_left_out(said):
    assert site_settings_from(said) == SiteSettings()


def test_what_is_stored_is_read_as_it_was():
    settings = SiteSettings(accent="#0b4f8a", accounts=("https://a.example/@b",), crawlers=SOME, ads="x")

    assert site_settings_from(settings.to_json()) == settings


@pytest.mark.django_db
def test_what_others_changed_meanwhile_stays():
    began = stored_site_settings()
    change_paper(SiteSettings(ads="theirs", typeface="sans"), by=None, now=NOW, since=began)

    changed = change_paper(SiteSettings(accent="#0b4f8a"), by=None, now=NOW, since=began)

    assert changed == ["accent"]
    assert stored_site_settings() == SiteSettings(ads="theirs", typeface="sans", accent="#0b4f8a")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mine", "theirs", "names"),
    [
        ({"ads": "mine"}, {"ads": "theirs", "typeface": "sans"}, ["ads"]),
        ({"accent_dark": "#9cd0ff"}, {"accent": "#0b4f8a"}, ["accent", "accent_dark"]),
        ({"crawlers": SOME, "refused": ("GPTBot",)}, {"crawlers": "refuse"}, ["crawlers", "refused"]),
    ],
)
def test_whoever_saves_last_is_told_that_both_changed_the_same(mine, theirs, names):
    began = stored_site_settings()
    change_paper(SiteSettings(**theirs), by=None, now=NOW, since=began)

    with pytest.raises(ChangedMeanwhileError) as told:
        change_paper(SiteSettings(**mine), by=None, now=NOW, since=began)

    assert told.value.names == names
    assert stored_site_settings() == told.value.stored == SiteSettings(**theirs)
    assert told.value.merged.changed_from(SiteSettings(**theirs)) == names


@pytest.mark.django_db
def test_two_who_changed_the_same_to_the_same_agree():
    began = stored_site_settings()
    change_paper(SiteSettings(ads="ours"), by=None, now=NOW, since=began)

    assert change_paper(SiteSettings(ads="ours"), by=None, now=NOW, since=began) == []
