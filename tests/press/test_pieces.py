"""Pieces joined are what was cut, in every coding and for every decoder."""

import gzip
import subprocess
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.codings import accepted, compressed
from broadsheet.press.pieces import MANY, Piece, digest_of, gzipped, whole

PAGES = st.lists(st.binary(max_size=3000), max_size=6)


@given(PAGES)
def test_pieces_joined_are_the_bytes_that_were_cut(parts):
    pieces = [Piece.of(each) for each in parts]

    assert whole(pieces) == gzip.decompress(gzipped(pieces)) == b"".join(parts)


@given(PAGES)
def test_a_joined_page_is_one_gzip_stream_with_nothing_behind_it(parts):
    reader = zlib.decompressobj(31)
    reader.decompress(gzipped([Piece.of(each) for each in parts]))

    assert (reader.eof, reader.unused_data) == (True, b"")


def test_what_stands_at_the_end_of_many_pages_is_moved_by_a_table():
    foot = Piece.of(b"of 19 bytes, shared")
    for number in range(2 * MANY):
        page = [Piece.of(b"page %d" % number), foot]
        assert gzip.decompress(gzipped(page)) == b"page %dof 19 bytes, shared" % number


def test_gzip_itself_finds_nothing_wrong_with_a_joined_page():
    joined = gzipped([Piece.of(each * 999) for each in (b"head", b"", b"rail", b"foot")])

    assert subprocess.run(["gzip", "--test"], input=joined, capture_output=True).returncode == 0


def test_the_digest_tells_pages_apart():
    one, two = Piece.of(b"one"), Piece.of(b"two")

    assert len({digest_of(each) for each in ([one], [one, two], [two, one], [])}) == 4


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        ("", "identity"),
        ("gzip", "gzip,identity"),
        ("gzip, deflate, br, zstd", "br,zstd,gzip,identity"),
        ("gzip;q=1.0, br;q=0.5", "gzip,br,identity"),
        ("br;q=0, gzip;q=0.3", "gzip,identity"),
        ("*", "br,zstd,gzip,identity"),
        ("*;q=0.1, gzip", "gzip,br,zstd,identity"),
        ("identity;q=0, *;q=0", "identity"),
        ("GZIP ; Q=0.5", "gzip,identity"),
        ("gzip;q=nonsense", "identity"),
        ("compress, x-gzip", "identity"),
        ("identity, gzip;q=0.2", "identity,gzip"),
    ],
)
def test_a_client_gets_what_it_accepts_and_likes_best(header, codings):
    assert accepted(header) == codings


@given(st.text(max_size=100))
def test_no_header_is_too_crooked(header):
    assert accepted(header)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip", "identity"])
def test_every_coding_is_taken_apart_by_its_own_library(coding):
    raw = b"<p>The harbour crane turns again.</p>" * 50

    assert undone(compressed(raw, coding), coding) == raw


def undone(body: bytes, coding: str) -> bytes:
    """Undo a coding by the program that is made for it."""
    if coding == "identity":
        return body
    if coding == "gzip":
        return gzip.decompress(body)
    # Chromium and the libraries are the only decoders of these two that every machine has.
    module = pytest.importorskip({"br": "brotli", "zstd": "backports.zstd"}[coding])
    return module.decompress(body)
