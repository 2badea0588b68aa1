"""A person's bank of achievements: finding in it, what fits a role, and its text for a CV. Pure but for one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from applications.folding import asked_for, fold, is_found, words_of
from applications.models import JobApplication
from recovery.models import Achievement

SUGGESTED = 3
SHORTEST_WORD = 3
TAG_COUNTS = 3.0  # as much as three words that no other card shares
POSTING_READ = 20_000


def cards_of(user: User) -> list[Achievement]:
    """All of them, the latest first; a bank holds dozens."""
    return list(user.achievements.kept().select_related("application__company"))


def found_in(cards: Iterable[Achievement], *, text: str = "", tag: str = "") -> list[Achievement]:
    """Those that bear the tag and hold every word that was typed."""
    wanted, asked = fold(tag), asked_for(text)
    return [
        card
        for card in cards
        if (not tag or wanted in map(fold, card.tags)) and (not text.strip() or is_found(asked, all_words(card)))
    ]


def all_words(card: Achievement) -> str:
    return "\n".join([card.title, card.situation, card.action, card.result, *card.tags])


def tags_of(cards: Iterable[Achievement]) -> list[tuple[str, int]]:
    """Every tag with how many cards bear it, by name."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for card in cards:
        for name in card.tags:
            names.setdefault(fold(name), name)
            counts[fold(name)] += 1
    return [(names[folded], counts[folded]) for folded in sorted(names)]


def fitting(cards: Sequence[Achievement], *, role: str, posting: str = "", most: int = SUGGESTED) -> list[Achievement]:
    """The cards that share most with a role and its posting, the best first, the latest among equals.

    A shared word counts the less, the more cards have it: what stands in all of them says nothing. A tag that is named
    counts most. Where fewer fit, the latest fill up, since any of them is better to stand on than none.
    """
    sought = telling(f"{role}\n{posting[:POSTING_READ]}")
    words = [telling(all_words(card)) for card in cards]
    spread = Counter(word for of_card in words for word in of_card)

    def worth(place: int) -> float:
        named = sum(bool(tag) and tag <= sought for tag in map(telling, cards[place].tags))
        # In the order of the alphabet, so that the same words always add up to the very same number.
        return TAG_COUNTS * named + sum(1 / spread[word] for word in sorted(words[place] & sought))

    places = sorted(range(len(cards)), key=lambda place: (-round(worth(place), 9), place))
    return [cards[place] for place in places[:most]]


def fitting_for(user: User, application: JobApplication | None) -> list[Achievement]:
    """The person's own cards that fit this application, or the latest ones without any; one query."""
    cards = cards_of(user)
    role, posting = (application.role, application.posting_text) if application and cards else ("", "")
    return fitting(cards, role=role, posting=posting)


def telling(text: str) -> set[str]:
    """Words long enough to say something; in scripts without spaces, and of names such as C#, short ones too."""
    return {word for word in words_of(text) if len(word) >= SHORTEST_WORD or not word.isascii() or not word.isalnum()}


def as_text(cards: Iterable[Achievement]) -> str:
    """Plain text to take parts of into a CV: a card after the other, with an empty line between."""
    return "\n\n".join(text_of(card) for card in cards) + "\n"


def text_of(card: Achievement) -> str:
    parts = [(_("How it was"), card.situation), (_("What I did"), card.action), (_("What came of it"), card.result)]
    lines = [_("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in parts if text]
    return "\n".join([*filter(None, [card.title]), *lines])
