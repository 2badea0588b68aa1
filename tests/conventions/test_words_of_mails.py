"""Mails speak their reader's language: subject, frame and account mails in both pseudo-languages."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from nudges import mail
from nudges.models import Message
from tests import pseudo
from tests.conventions.said import texts_of
from tests.conventions.test_house import ROOT
from tests.nudges.test_mail import BARE, saying_of, wanted_of_every_rule

ACCOUNT_MAILS = sorted(path.relative_to(ROOT / "templates") for path in ROOT.glob("templates/account/email/*.txt"))
ADDRESS = "https://rebound.example.org/there/"
IN_AN_ACCOUNT_MAIL = {
    "email": "ada@example.org",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "timestamp": datetime(2026, 11, 22, 14, 30, tzinfo=UTC),
    "ip": "192.0.2.7",
} | dict.fromkeys(["activate_url", "password_reset_url", "signup_url"], ADDRESS)
NEVER_TRANSLATED = re.compile(r"Rebound|https?://\S+|[\w.]+@example\.org|\(UTC\)")


@pytest.fixture(autouse=True)
def _spoken():
    with pseudo.spoken_here():
        yield


@pytest.mark.parametrize("name", ACCOUNT_MAILS, ids=lambda path: path.stem)
def test_every_word_of_an_account_mail_came_through_gettext(name: Path):
    with translation.override(pseudo.ACCENTED):
        written = render_to_string(str(name), IN_AN_ACCOUNT_MAIL)

    assert unspoken(written) == ""


def unspoken(text: str) -> str:
    """What is left of a text besides what was translated, names and addresses."""
    while "⟦" in text:
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return re.sub(r"[^A-Za-z]+", "", NEVER_TRANSLATED.sub("", text))


def composed(language: str):
    one = wanted_of_every_rule(BARE)["application_follow_up"]
    ada = User(pk=5, email="ada@example.org", time_zone="Europe/Berlin", language=language)
    return mail.compose(Message(user=ada), ada, [saying_of(one)]), one


@pytest.mark.parametrize(("language", "direction"), [(pseudo.ACCENTED, "ltr"), (pseudo.MIRRORED, "rtl")])
def test_the_frame_of_a_nudge_is_in_the_readers_language_and_direction(language, direction):
    written, _one = composed(language)
    html = written.alternatives[0].content

    assert f'<html lang="{language}" dir="{direction}">' in html
    assert '<p style="margin: 0 0 16px;" lang="en" dir="ltr">' in html
    assert ("4px 0 4px 12px" in html) == (direction == "rtl")


def test_every_word_of_the_frame_came_through_gettext():
    written, _one = composed(pseudo.ACCENTED)
    texts = [text for text in texts_of(written.alternatives[0].content) if not text.is_marked]

    assert [text.words for text in texts if unspoken(text.words) and text.words != written.subject] == []
    frame = written.body[written.body.index("⟦") :]  # behind the curators' words
    assert unspoken(frame) == ""
