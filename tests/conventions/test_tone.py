"""Every text that ships, of pages, mails and letters, says nothing that pushes, blames, counts or promises."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings

# Each with a sentence that must not pass: a pattern that finds nothing is no test.
FORBIDDEN = {
    r"\bdays? (since|ago)\b(?! %)|\bfor \d+ days now": "14 days since your last application",
    r"\boverdue\b|\boutstanding\b": "This step is overdue",
    r"(?<!since )\byou (haven['’]t|have not|still need to|forgot|failed|missed|should have)\b": "You haven't applied",
    r"\b(do not|don['’]t|never) give up\b": "Don't give up",
    r"\bstreaks?\b|\bbadges?\b|\blevel up\b|\bpoints?\b earned|\bcongrat": "A streak of five",
    r"\bguilt|\bashamed\b|\bdisappoint us\b|\blet (us|yourself) down\b": "No need to feel guilty",
    r"!": "Well done!",
    r"\bcome on\b|\bhustle\b|\bcrush\b|\bsmash\b": "Crush it",
    r"\bevery no\b|\bcloser to (the|a) yes\b": "Every no brings you closer to the yes",
    r"\bredirection\b|\bmeant to be\b|\bwas(n['’]t| not) meant\b": "Rejection is redirection",
    r"\bfor a reason\b|\bblessing\b|\bsilver lining\b|\bstay positive\b": "Everything happens for a reason",
    r"\bguarantee[ds]?\b|\bdoubles? your\b|\btriples? your\b|\btimes likelier\b": "It doubles your chance",
    r"\bresilience is\b|\bmakes? you stronger\b": "Near misses make you stronger",
    r"\b94 ?%|\b41 ?%": "94 % want feedback, 41 % get it",
    r"\bdoubles? (the|one.s) (chance|odds)|\btimes (as|more) likely\b": "A referral is ten times as likely to work",
    r"\bweak ties (get|find|land|bring)\b": "Weak ties get you the job",
    r"\b(notes?|letters?|mails?) decides?\b": "Thank-you notes decide",
    r"\bworks best\b|\bnever fails\b|\bproven to\b": "Ask within 24 hours, it works best",
    r"\blegal risk (is|are)\b": "Legal risk is a myth",
    r"\d ?% of (candidates|applicants|people) (get|are|were|have been) ghosted": "75 % of candidates get ghosted",
    r"\b(gets?|got|lands?|brings?) (you|them) (hired|the job|a job|the offer)\b": "This gets you hired",
    r"\bwe miss(ed)? you\b|\bwhere have you been\b|\bit['’]s been (a while|\d)": "We miss you",
    r"\bhidden (job|market)|\bjobs are hidden\b": "70 % of jobs are hidden",
    r"\bOprah\b|\bRowling\b|\bSteve Jobs\b": "J. K. Rowling was rejected too",
    r"\bother (people|users|applicants) (have|are)\b|\bfaster than\b|\bmore than most\b": "Other users have applied",
}
# Whole sentences that only look like one of them.
ALLOWED = ("You haven't burned anything", "Nothing is ever overdue")
PACKS = sorted((Path(settings.BASE_DIR) / "advice" / "packs").glob("*.yaml"))
PARTS = ["steps", "letters", "nudge_texts", "articles", "reframes", "cards", "support_services"]
NOT_SAID = {"sources", "note", "enums"}  # titles of papers, and notes for curators


def is_said(name: str, place: str) -> bool:
    """The small print of a card is a note too, and stands on the page."""
    return name not in NOT_SAID or (name == "note" and place.startswith(".cards"))


def texts_of(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if is_said(name, place):
                yield from texts_of(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts_of(inner, f"{place}[{number}]")
    elif isinstance(value, str):
        yield place, value


def wrong_in(text: str) -> list[str]:
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    return [found[0] for pattern in FORBIDDEN for found in [re.search(pattern, text, re.IGNORECASE)] if found]


@pytest.mark.parametrize(("pattern", "sentence"), FORBIDDEN.items())
def test_what_is_forbidden_is_found(pattern, sentence):
    assert re.search(pattern, sentence, re.IGNORECASE)


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.stem)
def test_nothing_that_curators_ship_pushes_blames_counts_or_promises(pack):
    shipped = yaml.load(pack.read_text(), yaml.CSafeLoader)  # noqa: S506
    found = {place: wrong_in(text) for place, text in texts_of(shipped)}

    assert len(found) > 500
    assert {part: any(place.startswith(f".{part}") for place in found) for part in PARTS} == dict.fromkeys(PARTS, True)
    assert {place: words for place, words in found.items() if words} == {}


def test_no_sentence_of_the_interface_pushes_blames_counts_or_promises(gathered):
    texts = [text for message in gathered for text in ([message.id] if isinstance(message.id, str) else message.id)]
    places = {place.partition("/")[0] + "/" for message in gathered for place, _line in message.locations}

    assert len(texts) > 500
    assert places >= {"templates/", "recovery/", "nudges/", "applications/", "advice/", "accounts/"}
    assert {text: words for text in texts if (words := wrong_in(text))} == {}
