"""`TEST_UNTIL`, in seconds since 1970: from then on tests are skipped, and counted as such. For a CI with a time limit
on a machine that may be slow today: what fits is run, in an order that differs from run to run."""

import os
import time
from zlib import crc32

import pytest

UNTIL = os.environ.get("TEST_UNTIL", "")


def mixed(items: list[pytest.Item]) -> list[pytest.Item]:
    """File by file, so that it is not always the same tests for which no time is left."""
    return sorted(items, key=lambda item: crc32(f"{item.path}{UNTIL}".encode())) if UNTIL else items


def skip_when_over() -> None:
    if UNTIL and time.time() > float(UNTIL):
        pytest.skip("no time is left on this machine")
