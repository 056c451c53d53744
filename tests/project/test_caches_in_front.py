"""Caches in front are named in the settings, and one that is named by halves stops the start."""

import pytest

from broadsheet.project.caches_in_front import caches_in_front, tag_headers
from broadsheet.project.options import OptionError, Options


def test_none_is_named_by_default():
    assert caches_in_front(Options()) == []


def test_each_that_is_named_is_told():
    options = Options(
        varnish_urls="http://10.0.0.5:6081, http://10.0.0.6:6081",
        fastly_service="abc", fastly_token="x",
        cloudflare_zone="zone", cloudflare_token="x",
        frontend_cache='{"cdn": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": "http://h"}}',
    )  # fmt: skip

    assert [each.name for each in caches_in_front(options)] == [
        "Varnish at 10.0.0.5:6081",
        "Varnish at 10.0.0.6:6081",
        "Fastly service abc",
        "Cloudflare zone zone",
        "Wagtail's backend cdn",
    ]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"varnish_urls": "10.0.0.5:6081"}, "BROADSHEET_VARNISH_URLS has '10.0.0.5:6081'. Write addresses such as"),
        ({"varnish_urls": "http://h:x"}, "BROADSHEET_VARNISH_URLS has 'http://h:x'. Write addresses such as"),
        ({"fastly_service": "abc"}, "BROADSHEET_FASTLY_SERVICE is set and BROADSHEET_FASTLY_TOKEN is not."),
        ({"cloudflare_token": "t"}, "BROADSHEET_CLOUDFLARE_TOKEN is set and BROADSHEET_CLOUDFLARE_ZONE is not."),
        ({"frontend_cache": "cdn"}, "BROADSHEET_FRONTEND_CACHE cannot be used (JSONDecodeError"),
        ({"frontend_cache": '{"cdn": {"BACKEND": "no.such.Thing"}}'}, "BROADSHEET_FRONTEND_CACHE cannot be used"),
        ({"frontend_cache": '{"cdn": {}}'}, "BROADSHEET_FRONTEND_CACHE cannot be used (KeyError: 'BACKEND')"),
    ],
)  # fmt: skip
def test_one_that_is_named_by_halves_says_what_is_missing(named, message):
    with pytest.raises(OptionError) as caught:
        caches_in_front(Options(**named))

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, ()),
        ({"varnish_urls": "http://10.0.0.5:6081"}, ("Surrogate-Key",)),
        ({"fastly_service": "abc", "fastly_token": "x"}, ("Surrogate-Key",)),
        ({"cloudflare_zone": "zone", "cloudflare_token": "x"}, ("Cache-Tag",)),
        ({"frontend_cache": '{"cdn": {}}'}, ()),
        (
            {"varnish_urls": "http://h", "cloudflare_zone": "zone", "cloudflare_token": "x"},
            ("Surrogate-Key", "Cache-Tag"),
        ),
    ],
)
def test_pages_name_their_tags_in_the_headers_that_the_caches_in_front_read(named, expected):
    assert tag_headers(Options(**named)) == expected


def test_tokens_are_not_printed():
    options = Options(fastly_token="hush", cloudflare_token="hush", frontend_cache="hush")

    assert "hush" not in repr(options)
