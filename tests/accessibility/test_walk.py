"""Every page, in every state, on a wide screen and on a phone, light, dark and with more contrast: nothing to mend.

PAGES=words walks only the pages whose names have these words in them; AXE_TABLE=path writes down what was looked at.
"""

import os
from collections import defaultdict
from itertools import chain
from pathlib import Path

import pytest

from tests.accessibility.looks import AGAIN, COLOURS, ON_EVERY_PAGE, axe, look, stops, unfold
from tests.accessibility.visit import NotAsListed
from tests.conventions.pages import pages_of
from tests.conventions.states import in_place_of_a_page, with_errors

pytestmark = pytest.mark.browser

TOUCH = 44


def test_every_page_can_be_read_and_used_by_everybody(world, visit):
    found, titles = [], defaultdict(set)
    visit.script = ON_EVERY_PAGE
    for page in chain(pages_of(world), with_errors(world), in_place_of_a_page()):
        if os.environ.get("PAGES", "") not in str(page):
            continue
        try:
            tab = visit.open(page)
        except NotAsListed as problem:
            found.append((page, [str(problem)]))
            continue
        unfold(tab)
        found.append((page, look_wide(tab) + look_narrow(visit.on_phone(page), is_everyday=not page.state)))
        if not page.state:
            titles[tab.title()].add(page.name)
        visit.on_wide_screen(page)

    write_table(found)
    wrong = [f"{page}: {problem}" for page, problems in found for problem in problems]
    wrong += [f"one title for {names}: {title}" for title, names in titles.items() if len(names) > 1]
    assert not wrong, "\n".join([f"{len(wrong)} on {len(found)} pages", *wrong])


def look_wide(tab):
    problems = axe(tab) + look(tab, "landmarks") + look(tab, "errors") + look(tab, "autofill") + stops(tab)
    return problems + in_colours(tab, COLOURS, scheme="dark")


def look_narrow(tab, *, is_everyday):
    problems = look(tab, "tooWide") + look(tab, "tooWideWhenSpread") + look(tab, "tooSmall", TOUCH) + stops(tab)
    problems += in_colours(tab, AGAIN, scheme="dark")
    for scheme in ("light", "dark") if is_everyday else ():
        problems += in_colours(tab, COLOURS, scheme=scheme, contrast="more")
    return [f"320 px: {problem}" for problem in problems]


def in_colours(tab, options, *, scheme, contrast="no-preference"):
    tab.emulate_media(color_scheme=scheme, contrast=contrast)
    problems = [f"{scheme}, contrast {contrast}: {problem}" for problem in axe(tab, options)]
    tab.emulate_media(color_scheme="light", contrast="no-preference")
    return problems


def write_table(found):
    if path := os.environ.get("AXE_TABLE"):
        rows = [f"| {page} | `{page.url}` | {len(problems)} |" for page, problems in found]
        head = ["| Page | Address | Found |", "| --- | --- | --- |"]
        Path(path).write_text("\n".join([*head, *rows]) + "\n")
