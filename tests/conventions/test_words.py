"""All interface text goes through gettext: each page, in every state, in a language that only gettext can have made."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import override_settings
from django.urls import clear_url_caches
from django.utils import translation

from accounts.models import User
from applications.models import Company, Contact, JobApplication
from tests import pseudo
from tests.conventions.access import CANARY
from tests.conventions.said import texts_of
from tests.conventions.states import in_place_of_a_page, with_errors

pytestmark = pytest.mark.django_db

# What no language changes: names, e-mail addresses, the grade of a source, kinds and names of files, and units (CLDR).
FILES = r"[\w-]+\.txt\b|\b(?:PDF|DOCX|ODT|TXT)\b|\d\s[kM]B\b"
NEVER_TRANSLATED = re.compile(rf"Rebound|[\w.]+@example\.org|\b[A-D]\b|{FILES}")
# Places that have the same name in the language in which days are written here, or none.
PLACES = tuple(f"select#{name} > optgroup > option" for name in ("id_time_zone", "id_employer_zone"))
LETTERS = re.compile(r"[A-Za-z]")


class Walk:
    """Every page as it reads in the accented language, and what was asked of gettext on the way."""

    def __init__(self, world, pages):
        client = cache(world.client)
        with pseudo.spoken_here() as self.asked, override_settings(ROOT_URLCONF="tests.pictures.urls"):
            clear_url_caches()
            User.objects.update(language=pseudo.ACCENTED)
            for visitor in filter(None, world.visitors.values()):
                visitor.language = pseudo.ACCENTED
            self.read = {}
            for page in [*pages, *with_errors(world), *in_place_of_a_page()]:
                visitor = client(page.visitor)
                visitor.defaults["HTTP_ACCEPT_LANGUAGE"] = pseudo.ACCENTED
                self.read[str(page)] = page.opened(visitor).content.decode()
        clear_url_caches()
        # Names that people gave to things of theirs, the longest first.
        names = [
            *Company.objects.values_list("name", flat=True),
            *Contact.objects.values_list("name", flat=True),
            *JobApplication.objects.values_list("role", flat=True),
        ]
        self.own_words = sorted({CANARY, *names}, key=len, reverse=True)

    def hard_coded(self, html):
        """Texts with letters of the source that neither came through gettext nor are content or somebody's own."""
        texts = list(texts_of(html))
        content = {text.words for text in texts if text.is_marked}
        for text in texts:
            rest = NEVER_TRANSLATED.sub("", text.unspoken)
            for words in self.own_words:
                rest = rest.replace(words, "")
            is_title_of_content = text.place.endswith("title") and text.words.removesuffix(" · Rebound") in content
            if LETTERS.search(rest) and not (text.is_marked or is_title_of_content or text.place.endswith(PLACES)):
                yield text


@pytest.fixture(scope="module")
def walk(world, pages, django_db_blocker):
    with django_db_blocker.unblock():
        yield Walk(world, pages)


def test_every_page_is_in_the_language_of_its_reader(walk):
    assert [page for page, html in walk.read.items() if f'<html lang="{pseudo.ACCENTED}" dir="ltr"' not in html] == []


def test_every_text_of_every_page_came_through_gettext(walk):
    found = [
        f"{page}: “{text.words}” in {text.place}" for page, html in walk.read.items() for text in walk.hard_coded(html)
    ]

    assert not found, "\n".join([f"{len(found)} texts on {len(walk.read)} pages", *found])


def test_whatever_a_page_asks_of_gettext_is_gathered_for_translators(walk, gathered):
    ours = {
        (message.context or "", message.id if isinstance(message.id, str) else message.id[0]) for message in gathered
    }

    assert walk.asked - ours - words_of_libraries() == set()


def words_of_libraries():
    """What the libraries themselves have translated, of which this installation uses a part."""
    found = set()
    for name in {"django", *(app.partition(".")[0] for app in settings.INSTALLED_APPS)}:
        spec = find_spec(name)
        folder = Path(spec.origin).parent
        for source in [] if name in {"accounts", "advice"} else folder.rglob("locale/en/LC_MESSAGES/django.po"):
            with source.open("rb") as file:
                ids = [(message.context or "", message.id) for message in read_po(file)]
            found |= {(context, words if isinstance(words, str) else words[0]) for context, words in ids}
    return found


def test_a_pseudo_language_is_longer_keeps_placeholders_and_is_bracketed():
    sentence = 'Please <a href="%(url)s">ask</a> %(name)s &amp; wait'
    with pseudo.spoken_here(), translation.override(pseudo.ACCENTED):
        said = translation.gettext(sentence)

    assert said.startswith("⟦") and said.endswith("⟧")
    assert '<a href="%(url)s">' in said and "%(name)s" in said and "&amp;" in said
    assert len(said) >= len(sentence) + 0.4 * len("Please ask  wait")
