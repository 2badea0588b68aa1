"""Every page in two languages that nobody speaks, 40 % longer and from right to left, on a phone and a wide screen: all
words have room, and everything follows the direction.

PAGES=words walks only the pages whose names have these words in them.
"""

import os
from itertools import cycle
from pathlib import Path

import pytest

from accounts.models import User
from tests import pseudo
from tests.accessibility.visit import PHONE, WIDE, NotAsListed, Visit
from tests.conventions.pages import pages_of
from tests.conventions.states import in_place_of_a_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FITS = Path(__file__).with_name("fits.js").read_text()
DIRECTIONS = {pseudo.ACCENTED: "ltr", pseudo.MIRRORED: "rtl"}


def test_longer_words_and_the_other_direction_break_no_page(world, browser, live_server):
    pages = [page for page in [*pages_of(world), *in_place_of_a_page()] if os.environ.get("PAGES", "") in str(page)]
    found = []
    with pseudo.spoken_here():
        for language, direction in DIRECTIONS.items():
            User.objects.update(language=language)
            visit = Visit(browser, live_server.url, world, language=language)
            for page, sizes in zip(pages, cycle([(WIDE, PHONE), (PHONE, WIDE)])):  # one change of size for each
                found += [f"{language}, {page}, {finding}" for finding in look_at(visit, page, sizes, direction)]
            visit.close()

    assert not found, "\n".join([f"{len(found)} on {len(pages)} pages in {len(DIRECTIONS)} languages", *found])


def look_at(visit, page, sizes, direction):
    try:
        tab = visit.open(page)
    except NotAsListed as problem:
        return [str(problem)]
    tab.evaluate(FITS)
    found = []
    for size in sizes:
        tab.set_viewport_size(size)
        found += [f"{size['width']} px: {finding}" for finding in tab.evaluate("(way) => fits.all(way)", direction)]
    return found


BROKEN = """
<!doctype html><html lang="ar-xb" dir="rtl"><body style="margin: 0">
  <a class="brand" style="position: absolute; left: 0">Rebound</a>
  <p style="overflow: hidden; white-space: nowrap; width: 60px">A line that is cut off</p>
  <button class="button" style="white-space: nowrap; width: 40px; padding: 0">A long word</button>
  <button class="button" style="width: 80px; height: 20px; padding: 0">Some more of such words</button>
  <a class="chip" style="display: flex; width: 50px"><span style="flex: none">A long name</span></a>
  <p style="text-align: left">It stays</p>
  <p style="direction: ltr">It does not follow</p>
  <div style="height: 50px"><a href="/" style="display: block; width: 80px; height: 40px">Below</a>
  <a href="/" style="display: block; width: 80px; height: 40px; margin-top: -20px">Above</a></div>
  <div style="width: 2000px; height: 1px; padding: 1px"></div>
</body></html>
"""


def test_what_does_not_fit_is_found(browser):
    tab = browser.new_page(viewport=WIDE)
    tab.set_content(BROKEN)
    tab.evaluate(FITS)
    found = "\n".join(tab.evaluate("fits.all('rtl')"))
    tab.close()

    for finding in ("the page is 20", "p “A line that is", "outside its box: body > button", "higher than its control"):
        assert finding in found
    assert "wider than its control: a.chip > span" in found
    for finding in ("stays on the left: body > p", "runs ltr: body > p", "one over the other", "brand is on the left"):
        assert finding in found
