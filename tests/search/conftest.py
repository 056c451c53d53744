"""What tests of the search engine share."""

import pytest
from small_index import NOW, SMALL

from broadsheet.search.index import IndexReader, IndexWriter


@pytest.fixture
def index(tmp_path):
    """Return what makes an index of documents and opens it."""

    def made(*documents):
        with IndexWriter(tmp_path / "index", heap_bytes=SMALL) as writer:
            writer.put(documents, now=NOW)
            writer.commit(1)
        return IndexReader(tmp_path / "index")

    return made
