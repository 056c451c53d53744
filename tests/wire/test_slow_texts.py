"""No text makes a reader of text much slower than another text of its length."""

import importlib
import inspect
import io
import json
import pkgutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any

import pytest

import broadsheet.prose
import broadsheet.wire.formats
from broadsheet.prose.duplicates import phrases, signature
from broadsheet.prose.quotations import speakers
from broadsheet.prose.stems import stems
from broadsheet.prose.teasers import is_whole, repeats_headline, teaser
from broadsheet.prose.terms import terms
from broadsheet.wire.formats import feed, ninjs, page_lines, saved_html
from broadsheet.wire.formats.decode import decode, is_binary
from broadsheet.wire.formats.html_blocks import blocks, words_of
from broadsheet.wire.formats.making import finished
from broadsheet.wire.formats.reading import read_stories, sniff
from broadsheet.wire.formats.story import Paragraph, Quotation, Story, UnreadableFile
from wire.hostile_texts import BENIGN, filled, hostile_texts

LEAST_BOUND = 0.5
TIMES_BENIGN = 10
# Where one text is not all that a function takes.
