"""What the words in a column of stages mean: a stage, or an ending and how far it had got."""

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import JobApplication, Outcome
from applications.sheets.cells import chosen, is_nothing
from applications.sheets.headings import plain
from applications.wording import outcome_choices, word_for

Stage, Kind = JobApplication.Stage, Outcome.Kind
MOST = 60  # different words in one column; with more it is something else
AT = "@"
# Words that say it as a whole, then words within others: endings first, since “rejected after interview” is one.
WHOLE = {
    Stage.SAVED: (
        "bookmarked | wishlist | wish list | to apply | not applied | saved | interested | gemerkt"
        " | merkliste | offen | vorgemerkt | interessant | backlog | new | neu | todo | to do | lead | ideas"
        " | researching"
    ),
    Stage.PREPARING: (
        "preparing | applying | in preparation | drafting | draft | in vorbereitung | in bearbeitung"
        " | entwurf | geplant"
    ),
    Stage.APPLIED: (
        "applied | submitted | sent | application sent | beworben | abgeschickt | gesendet | versendet"
        " | bewerbung gesendet | eingereicht | warten | waiting | pending | in review | under review"
        " | no response yet | laufend | in progress"
    ),
    Stage.SCREENING: (
        "screening | phone screen | phone interview | recruiter call | hr screen | telefoninterview"
        " | telefonat | erstgesprach"
    ),
    Stage.ASSESSMENT: (
        "assessment | test | task | take home | coding challenge | online assessment | assessment center"
        " | probeaufgabe | aufgabe"
    ),
    Stage.INTERVIEW: (
        "interview | interviewing | interviews | interview scheduled | first interview | second interview"
        " | eingeladen | einladung | vorstellungsgesprach | gesprach | bewerbungsgesprach | im gesprach"
        " | zweitgesprach"
    ),
    Stage.FINAL_ROUND: "final round | final interview | final | last round | onsite | finale runde | letzte runde",
    Stage.OFFER: "offer | offered | offer received | negotiating | negotiation | angebot | zusage | vertragsangebot",
    Kind.ACCEPTED: (
        "accepted | offer accepted | hired | signed | angenommen | zugesagt | eingestellt | vertrag unterschrieben"
    ),
    Kind.DECLINED: (
        "declined offer | offer declined | i declined | turned down offer | angebot abgelehnt | declined by me"
    ),
    Kind.REJECTED: (
        "rejected | not selected | rejection | declined | denied | turned down | unsuccessful | no | absage"
        " | abgelehnt | abgesagt"
    ),
    Kind.GHOSTED: "ghosted | no response | no answer | no reply | keine antwort | keine ruckmeldung | nicht gemeldet",
    Kind.WITHDRAWN: (
        "withdrawn | withdrew | i withdrew | cancelled | canceled | not interested | zuruckgezogen"
        " | selbst abgesagt | storniert"
    ),
    Kind.ROLE_CLOSED: (
        "role closed | position closed | closed | filled | position filled | expired | on hold"
        " | stelle besetzt | besetzt | geschlossen | abgelaufen"
    ),
}
WITHIN = {
    Kind.REJECTED: ("reject", "not selected", "unsuccessful", "absage", "abgelehnt"),
    Kind.GHOSTED: ("ghost", "no response", "no reply", "keine antwort", "keine ruckmeldung"),
    Kind.WITHDRAWN: ("withdr", "zuruckgezogen"),
    Kind.ACCEPTED: ("accepted", "angenommen"),
    Kind.ROLE_CLOSED: ("filled", "expired", "besetzt"),
    Stage.OFFER: ("offer", "angebot"),
    Stage.FINAL_ROUND: ("final",),
    Stage.INTERVIEW: ("interview", "gesprach"),
    Stage.ASSESSMENT: ("assessment", "test", "challenge"),
    Stage.SCREENING: ("screen", "phone", "telefon"),
    Stage.APPLIED: ("applied", "beworben", "submitted"),
    Stage.SAVED: ("saved", "wish", "bookmark"),
}
AFTER_A_TALK = {Kind.REJECTED, Kind.GHOSTED}
SIGNS_OF_A_TALK = ("interview", "gesprach", "screen", "final", "round")
BY_WORD = {plain(word): str(meant) for meant, words in WHOLE.items() for word in words.split("|")}


def words_in(texts: Iterable[str]) -> Counter[str]:
    """The different words of a column, as they are first written, and how often each stands there."""
    written: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text in texts:
        if not is_nothing(text):
            counted[written.setdefault(key_of(text), text.strip())] += 1
    return counted


def key_of(text: str) -> str:
    return plain(text) or text.strip()


def guess(text: str, user: User) -> str:
    """A stage, an ending, an ending after an interview (“rejected@interview”), or nothing."""
    words = key_of(text)
    if words == plain(str(word_for(Kind.REJECTED, user))):
        return str(Kind.REJECTED)
    found = chosen(text, Stage) or chosen(text, Kind) or BY_WORD.get(words, "") or within(words)
    if found in AFTER_A_TALK and any(sign in words for sign in SIGNS_OF_A_TALK):
        return f"{found}{AT}{Stage.INTERVIEW}"
    return str(found)


def within(words: str) -> str:
    return next((str(meant) for meant, signs in WITHIN.items() if any(sign in words for sign in signs)), "")


def said_by(meaning: str) -> tuple[str, str]:
    """(stage, ending) of one meaning; either may be empty."""
    first, _at, stage = meaning.partition(AT)
    return (stage, first) if first in Kind.values else (first, "")


def choices(user: User) -> list[tuple[str | Promise, object]]:
    """For a select: what is open, and what has ended."""
    endings = outcome_choices(user)
    talked = [(f"{kind}{AT}{Stage.INTERVIEW}", _("%(ending)s, after an interview")) for kind in AFTER_A_TALK]
    named = {kind: str(word) for kind, word in endings}
    after = [(value, str(text) % {"ending": named[value.partition(AT)[0]]}) for value, text in sorted(talked)]
    return [
        ("", _("Into the notes")),
        (_("Open, at this stage"), list(Stage.choices)),
        (_("It has ended"), [*((str(kind), word) for kind, word in endings), *after]),
    ]
