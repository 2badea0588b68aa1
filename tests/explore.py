"""How far property tests look: the same examples every time, so that a red run can be repeated; many others with
HYPOTHESIS_PROFILE=explore."""

import os

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "steady")
FURTHER = 40


def examples(steady: int) -> int:
    """For a test whose examples take long: how many it is worth each time, and as much further as anybody looks."""
    return steady if PROFILE == "steady" else steady * FURTHER
