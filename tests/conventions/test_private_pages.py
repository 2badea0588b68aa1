"""What every page on which private writing stands promises, whichever are added."""

import re
from functools import cache

import pytest

from accounts import rotation
from tests.conventions.access import CANARY

pytestmark = pytest.mark.django_db

WRITTEN_ON = ("recovery:", "applications:interview-detail", "applications:letter-")
CHOSEN = "hidden|radio|checkbox|date|time|number|range"
TYPED_INTO = re.compile(rf'<textarea\b[^>]*>|<input\b(?![^>]*\btype="?(?:{CHOSEN}))[^>]*>')
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)


@pytest.fixture(scope="module")
def read(world, pages, django_db_blocker):
    """Each page on which private writing stands, as its visitor gets it."""
    with django_db_blocker.unblock():
        client = cache(world.client)
        shown = [page for page in pages if page.name.startswith(WRITTEN_ON) and page.status == 200]
        return {str(page): (page, page.opened(client(page.visitor))) for page in shown}


def test_from_every_page_of_recovery_there_is_a_way_to_somebody_to_talk_to(read):
    texts = {
        name: answer.content.decode() for name, (page, answer) in read.items() if page.name.startswith("recovery:")
    }

    assert len(texts) > 20
    assert [name for name, text in texts.items() if 'href="/support/"' not in text] == []


def test_no_cache_keeps_any_of_them(read):
    assert [name for name, (_, answer) in read.items() if "no-store" not in answer["Cache-Control"]] == []


def test_the_history_of_the_browser_does_not_tell_what_stands_there(read):
    title = re.compile(r"<title>(.*?)</title>", re.DOTALL)
    found = {name: title.search(answer.content.decode())[1] for name, (_, answer) in read.items()}

    assert [name for name, words in found.items() if CANARY in words and name.startswith("recovery:")] == []


def test_the_browser_offers_nothing_that_was_written_to_other_forms(read):
    offered = []
    for name, (_, answer) in read.items():
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        for form in FORM.findall(main):
            is_off = 'autocomplete="off"' in form.partition(">")[0]
            tags = [] if is_off else TYPED_INTO.findall(form)
            offered += [f"{name}: {tag}" for tag in tags if 'autocomplete="' not in tag]

    assert offered == []


def test_every_private_field_has_a_row_on_which_the_matrix_tries_it(world):
    without = {model._meta.label for model in rotation.private_models() if not model._base_manager.exists()}

    assert without <= {"recovery.Answer"}  # tests/recovery/test_privacy.py writes one of each kind


def test_what_people_write_for_themselves_has_no_copy_with_a_history():
    """The history of a row keeps every earlier wording: for curators' texts, never for people's."""
    kept = [model._meta.label for model in rotation.private_models() if hasattr(model, "history")]

    assert kept == []
