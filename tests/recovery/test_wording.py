"""What a no says and what it cannot, on the first page after it: the curators' sentence, else the shipped one."""

import pytest
from django.utils import translation

from advice import checking
from advice.models import Card
from recovery import wording

pytestmark = pytest.mark.django_db


def test_the_pack_says_what_the_program_says_where_no_pack_is(ada, pack):
    shown = Card.objects.get(key=wording.CARD).labels
    assert shown == {str(stage): str(sentence) for stage, sentence in wording.SAYS.items()}


def test_what_curators_write_is_shown_and_what_they_leave_out_is_the_shipped_one(ada, pack):
    Card.objects.filter(key=wording.CARD).update(labels={"interview": "Their choice, on their day."})
    assert wording.says("interview", ada) == "Their choice, on their day."
    assert wording.says("offer", ada) == wording.SAYS["offer"]
    Card.objects.filter(key=wording.CARD).update(state="draft")
    assert wording.says("interview", ada) == wording.SAYS["interview"]


def test_pages_in_another_language_keep_to_it(ada, pack, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    Card.objects.filter(key=wording.CARD).update(labels={"interview": "Their choice, on their day."})
    ada.language = "de"
    with translation.override("de"):
        assert wording.says("interview", ada) == wording.SAYS["interview"]
        Card.objects.create(key=wording.CARD, language="de", state="published", labels={"interview": "Ihre Wahl."})
        assert wording.says("interview", ada) == "Ihre Wahl."


def test_the_check_names_a_stage_that_nobody_reads(ada, pack):
    Card.objects.filter(key=wording.CARD).update(labels={"interveiw": "Oops."})
    assert any("interveiw" in problem.text for problem in checking.problems("en"))
