"""Asking the database for the applications that somebody's words are about.

Both databases hold the words of `SearchText` as they are and answer the same question: SQLite by FTS5 with a split at
spaces only, PostgreSQL by a `tsvector` made of the words without its parser.
"""

from typing import Any

from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import Combinable

from applications.folding import Wanted, asked_for

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST_PIECES = 16
ANYWHERE, IN_NAMES, IN_SOURCE = ":", "!", "@"
WORDS_TABLE = "applications_searchtext_words"  # of migration 0004, only on SQLite


class Asked(tuple[list[Wanted], ...]):
    """What to look for; empty when nothing of what was typed is a word."""


def asked(text: str) -> Asked:
    """At most so much of it as a person would type."""
    return Asked(asked_for(text[:LONGEST_QUERY])[:MOST_WORDS])


class Says(Func):
    """Whether an application's text says what is asked for: `user.applications.filter(Says(user.pk, asked("c++")))`."""

    output_field = BooleanField()

    def __init__(self, user_id: int, words: Asked, *, where: str = ANYWHERE, key: Combinable | None = None) -> None:
        self.words, self.mark = words, f"{user_id}{where}"
        super().__init__(key or F("pk"))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        key, params = compiler.compile(self.source_expressions[0])
        found = f"SELECT rowid FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH %s"  # noqa: S608
        return f"{key} IN ({found})", (*params, match_of(self.words, self.mark))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        key, params = compiler.compile(self.source_expressions[0])
        vector = "array_to_tsvector(string_to_array(text, ' '))"
        found = f"SELECT application_id FROM applications_searchtext WHERE {vector} @@ %s::tsquery OFFSET 0"  # noqa: S608
        # OFFSET 0 and IS TRUE have the words looked up first, by their index, and all the rest walk along its own. As a
        # part of the whole, of which a few rows are wanted, it seems cheap to split text after text instead.
        return f"({key} IN ({found})) IS TRUE", (*params, tsquery_of(self.words, self.mark))


def match_of(words: Asked, mark: str) -> str:
    """For FTS5, every word in quotes: nothing in it is an operator."""
    return spelled(words, mark, quote='"', all_of=" AND ", any_of=" OR ", begun="*")


def tsquery_of(words: Asked, mark: str) -> str:
    return spelled(words, mark, quote="'", all_of=" & ", any_of=" | ", begun=":*")


def spelled(words: Asked, mark: str, *, quote: str, all_of: str, any_of: str, begun: str) -> str:
    def one(way: Wanted) -> str:
        whole = [f"{quote}{mark}{word}{quote}" for word in way.whole[:MOST_PIECES]]
        return all_of.join([*whole, f"{quote}{mark}{way.begun}{quote}{begun}"])

    return all_of.join("(" + any_of.join(f"({one(way)})" for way in ways) + ")" for ways in words)


NOTHING = Value(False, output_field=BooleanField())


def says(user_id: int, text: str, *, where: str = ANYWHERE) -> Combinable:
    """As `Says`, of text as it was typed. What holds no word at all is nowhere."""
    words = asked(text)
    return Says(user_id, words, where=where) if words else NOTHING
