"""What journeys through recoveries share: a later day, the words of the pack, and a place where one halts."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.journeys.hands import sign_in

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}


class Clock:
    """The real time, moved on by what a journey leaves out."""

    def __init__(self, real) -> None:
        self.real, self.ahead = real, timedelta()

    def __call__(self) -> datetime:
        return self.real() + self.ahead

    def move(self, **span: float) -> None:
        self.ahead += timedelta(**span)


@pytest.fixture
def clock(monkeypatch):
    """Every door reads this clock, those of the live server too."""
    clock = Clock(timezone.now)
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def walker(browser_page, live_server, transactional_db, pack, ada_client):
    """Ada's page, on a phone, with the content that ships."""
    sign_in(browser_page, ada_client, live_server)
    browser_page.set_viewport_size(SIZES["phone"])
    return browser_page


@pytest.fixture
def stop(request):
    """A place where a journey halts. With JOURNEY_PICTURES=folder it is kept as pictures, narrow and wide, light and
    dark in turns, to be looked at by a person."""
    folder, taken = os.environ.get("JOURNEY_PICTURES"), []

    def halt(page, name):
        if not folder:
            return
        taken.append(name)
        story = Path(folder, request.node.path.stem.removeprefix("test_"))
        story.mkdir(parents=True, exist_ok=True)
        before, schemes = page.viewport_size, ("light", "dark") if len(taken) % 2 else ("dark", "light")
        for (width, size), scheme in zip(SIZES.items(), schemes, strict=True):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=story / f"{len(taken):02}-{name}-{width}.png", full_page=True, animations="disabled")
        page.set_viewport_size(before)
        page.emulate_media(color_scheme="light")

    return halt
