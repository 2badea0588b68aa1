"""A translation is a folder that somebody adds: it is compiled at the start, offered, and cannot break a page."""

import gettext
import os
from pathlib import Path

import pytest

from config.catalogues import compile_all
from config.languages import languages_in, own_name, right_to_left

WRITTEN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "Settings"
msgstr "Réglages"

msgctxt "button"
msgid "Open"
msgstr "Ouvrir"

#, python-format
msgid "%(count)s application"
msgid_plural "%(count)s applications"
msgstr[0] "%(count)s candidature"
msgstr[1] "%(count)s candidatures"

#, fuzzy
msgid "Letters"
msgstr "Peut-être"

#, python-format
msgid "Deadline %(day)s"
msgstr "Échéance %(jour)s"

msgid "Not yet"
msgstr ""
"""


@pytest.fixture
def french(tmp_path) -> Path:
    source = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(WRITTEN)
    return source


def compiled(source: Path) -> gettext.GNUTranslations:
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_what_is_translated_is_used_and_the_rest_stays_english(french, tmp_path):
    compile_all(tmp_path, say=lambda text: None)

    words = compiled(french)
    assert words.gettext("Settings") == "Réglages"
    assert words.pgettext("button", "Open") == "Ouvrir" and words.gettext("Open") == "Open"
    assert words.ngettext("%(count)s application", "%(count)s applications", 0) == "%(count)s candidature"
    assert words.ngettext("%(count)s application", "%(count)s applications", 2) == "%(count)s candidatures"
    assert words.gettext("Letters") == "Letters" and words.gettext("Not yet") == "Not yet"


def test_a_translation_that_lost_a_placeholder_is_named_and_left_in_english(french, tmp_path):
    said = []
    compile_all(tmp_path, say=said.append)

    assert compiled(french).gettext("Deadline %(day)s") == "Deadline %(day)s"
    assert len(said) == 1 and "django.po: line 25" in said[0]


def test_only_what_is_newer_is_compiled_again(french, tmp_path):
    compile_all(tmp_path, say=lambda text: None)
    made = french.with_suffix(".mo")
    before = made.stat().st_mtime_ns
    compile_all(tmp_path)
    assert made.stat().st_mtime_ns == before

    french.write_text(WRITTEN.replace("Réglages", "Paramètres"))
    os.utime(french, ns=(before + 10**9, before + 10**9))
    compile_all(tmp_path, say=lambda text: None)
    assert compiled(french).gettext("Settings") == "Paramètres"


def test_a_file_that_cannot_be_read_is_named_and_stops_nothing(french, tmp_path):
    said = []
    french.write_text('msgid "half')
    compile_all(tmp_path, say=said.append)

    assert len(said) == 1 and "is not used" in said[0]
    assert languages_in(tmp_path) == [("en", "English"), ("en-us", "English (United States)")]


def test_a_compiled_language_is_offered_by_its_own_name(french, tmp_path):
    compile_all(tmp_path, say=lambda text: None)

    assert languages_in(tmp_path)[2:] == [("fr", "Français")]
    assert own_name("pt-br") == "Português (Brasil)"
    assert own_name("tlh") == "tlh"


def test_languages_that_run_from_right_to_left_are_known():
    assert right_to_left([("en", ""), ("ar", ""), ("he", ""), ("de", "")]) == ["ar", "he"]


def test_a_folder_that_is_no_language_is_named_and_stops_nothing(french, tmp_path):
    said = []
    french.parents[1].rename(tmp_path / "klingon")
    compile_all(tmp_path, say=said.append)

    assert len(said) == 1 and languages_in(tmp_path)[2:] == []
