"""Many rows at once, in the databases' own words: all of them are written or none."""

import pytest
from django.db import IntegrityError, transaction

from broadsheet.newsroom.indexing.rows import among, delete, insert, select, sent_together
from broadsheet.newsroom.models import VersionBand

COLUMNS = ("band", "article")


def stored() -> list[tuple[int, int]]:
    return list(VersionBand.objects.order_by("band", "article").values_list("band", "article"))


def test_what_is_sent_together_is_seen_by_what_the_block_reads(db):
    with transaction.atomic(), sent_together():
        insert(VersionBand, COLUMNS, [(1 << 60, 1), (2, 1), (3, 2)])
        delete(VersionBand, COLUMNS, [(2, 1)])
        those, values = among("article", [1, 2])
        read = select(f"SELECT band, article FROM newsroom_versionband WHERE {those} ORDER BY band", values)

    assert [tuple(each) for each in read] == stored() == [(3, 2), (1 << 60, 1)]


def test_what_cannot_be_written_is_raised_and_takes_back_what_was_sent_with_it(db):
    insert(VersionBand, COLUMNS, [(7, 1)])
    with pytest.raises(IntegrityError), transaction.atomic(), sent_together():
        insert(VersionBand, COLUMNS, [(8, 1)])
        insert(VersionBand, COLUMNS, [(7, 1)])
        insert(VersionBand, COLUMNS, [(9, 1)])
    insert(VersionBand, COLUMNS, [(10, 1)])

    assert stored() == [(7, 1), (10, 1)]
