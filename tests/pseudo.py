"""Two languages that nobody speaks, made from the words of the source while they are shown.

`en-xa` is accented and 40 % longer, `ar-xb` the same in Arabic letters, from right to left. Each sentence stands in
⟦brackets⟧. What did not go through gettext stays as it is, and is found by that; so is a sentence glued from pieces.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest import mock

from django.conf import settings
from django.test import override_settings
from django.utils.translation import trans_real

from accounts import localised

ACCENTED, MIRRORED = "en-xa", "ar-xb"
LANGUAGES = [(ACCENTED, "Ƥšéúđó"), (MIRRORED, "پسوده")]
# Days and numbers are written as in these: nothing of them is English.
WRITTEN_AS = {ACCENTED: "el", MIRRORED: "ar"}

LONGER = 1.4
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = {
    ACCENTED: str.maketrans(LATIN, "áƀçđéƒǧħíĵķłɱñóƥɋřšŧúṽŵẋýžÁƁÇĐÉƑǦĦÍĴĶŁḾÑÓƤɊŘŠŦÚṼŴẊÝŽ"),
    MIRRORED: str.maketrans(LATIN, "ابچدهفگحىجكلمنوپقرستثڤوخيز" * 2),
}
# Placeholders, tags and entities are not words: %(name)s, %d, %%, {name}, <a href="…">, &amp;
KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{[^{}]*\}|<[^<>]*>|&[a-z]+;|&#\d+;)")
VOWELS = re.compile(r"[aeiou]")


@cache
def say(message: str, language: str) -> str:
    """The message in a pseudo-language, without its context."""
    message = message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
    pieces = KEPT.split(message)
    words = stretched(pieces[::2])
    pieces[::2] = [piece.translate(LETTERS[language]) for piece in words]
    return f"⟦{''.join(pieces)}⟧"


def stretched(pieces: list[str]) -> list[str]:
    """Vowels are drawn out, which makes long words; what is still missing of 40 % stands at the end."""
    wanted = round(sum(map(len, pieces)) * LONGER)
    pieces = [VOWELS.sub(lambda vowel: vowel[0] * 2, piece) for piece in pieces]
    missing = wanted - sum(map(len, pieces)) - 2  # the brackets
    if missing > 0:
        pieces[-1] += " " + ("long and " * missing)[: missing - 1].rstrip() if missing > 1 else "o"
    return pieces


class Pseudo:
    """Stands where Django keeps the catalogue of a language."""

    def __init__(self, language: str, asked: set[tuple[str, str]]) -> None:
        self.language_ = language
        self.asked = asked

    def to_language(self) -> str:
        return self.language_

    def gettext(self, message: str) -> str:
        context, _separator, words = message.rpartition(trans_real.CONTEXT_SEPARATOR)
        self.asked.add((context, words))
        return say(words, self.language_)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        self.gettext(singular)
        return say(singular if number == 1 else plural, self.language_)


@contextmanager
def spoken_here() -> Iterator[set[tuple[str, str]]]:
    """Both pseudo-languages are there to be chosen. Gives what was asked for in them: context and words."""
    real, asked = trans_real.translation, set()

    def translation(language: str) -> object:
        return Pseudo(language, asked) if language in WRITTEN_AS else real(language)

    with (
        override_settings(LANGUAGES=[*settings.LANGUAGES, *LANGUAGES], LANGUAGES_BIDI=["ar"]),
        mock.patch.object(trans_real, "translation", translation),
        mock.patch.dict(localised.WRITTEN_AS, WRITTEN_AS),
    ):
        localised.locale_of.cache_clear()
        yield asked
    localised.locale_of.cache_clear()
