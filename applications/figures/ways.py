"""Where talks came from: by source, work mode, tag, the documents that went out, and whom one knew there.

The most used stand first; nothing is put in an order by what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.figures.counting import Counted, Part, Stage, Tally, talked
from applications.figures.links import Narrowing
from applications.folding import fold, is_found_among, words_of
from applications.models import Contact, Document, DocumentVersion, Interview, JobApplication
from applications.models.application import came_as_far_as
from applications.searching import asked
from applications.spans import Span

SHOWN = 8
NOT_NOTED, NOBODY = _("not noted"), _("nobody, or not noted")


@dataclass(frozen=True)
class Way:
    """Of the applications that went one way, how many came to a talk. `query` narrows the list to them, if it can."""

    label: str | Promise
    sent: int
    talks: int
    query: str = ""
    url: str = ""

    @property
    def part(self) -> Part:
        return Part(self.talks, self.sent)


@dataclass(frozen=True)
class Ways:
    """One question and its answers, those that were used most; `others` are the applications of the rest."""

    key: str
    title: str | Promise
    rows: list[Way]
    others: Part | None = None


def ways_in(span: Span, found: Counted, narrowing: Narrowing) -> list[Ways]:
    """Only where there is something to tell apart: three queries, and none where nothing was sent."""
    asked_of = [
        Ways("source", _("Where you found them"), by_source(found.by_source, narrowing)),
        Ways("mode", _("Work mode"), by_mode(found.by_mode, narrowing)),
        Ways("tag", _("Tags"), by_tag(span, narrowing)),
        Ways("document", _("Documents that went out"), by_document(span)),
        Ways("known", _("Somebody you knew there"), by_acquaintance(span, found.all)),
    ]
    return [shortened(ways) for ways in asked_of if any(way.label != NOT_NOTED for way in ways.rows)]


def shortened(ways: Ways) -> Ways:
    shown, rest = parted(ways.rows)
    others = Part(sum(way.talks for way in rest), sum(way.sent for way in rest)) if rest else None
    return Ways(ways.key, ways.title, shown, others)


def parted(rows: list[Way]) -> tuple[list[Way], list[Way]]:
    """The most used, of which what is said of nobody comes last, and the rest, which is never a single one."""
    rows = sorted(rows, key=lambda way: (way.label in (NOT_NOTED, NOBODY), -way.sent, fold(str(way.label))))
    end = SHOWN if len(rows) > SHOWN + 1 else len(rows)
    return rows[:end], rows[end:]


def by_source(tallies: Mapping[str, Tally], narrowing: Narrowing) -> list[Way]:
    """Alike whatever their capitals and accents. The list looks for words: it gets a link only where those mean one,
    which is looked at for those alone that will be shown: somebody may have noted another source each time.
    """
    spelled: dict[str, str] = {}
    together: dict[str, Tally] = {}
    for source, tally in sorted(tallies.items(), key=lambda pair: (-pair[1].sent, pair[0])):
        same = " ".join(fold(source).split())
        spelled.setdefault(same, source.strip())
        together.setdefault(same, Tally()).add(tally)
    shown, rest = parted([Way(spelled[same] or NOT_NOTED, tally.sent, tally.talks) for same, tally in together.items()])
    words = {source: set(words_of(source)) for source in spelled.values()}
    linked = [replace(way, query=narrowing(source=way.label)) if is_only(way.label, words) else way for way in shown]
    return linked + rest


def is_only(source: str | Promise, words: Mapping[str, set[str]]) -> bool:
    """Whether what a source is called is found in that one alone; `words` are those of all of them."""
    wanted = list(asked(str(source)))
    return [other for other, there in words.items() if is_found_among(wanted, there)] == [source]


def by_mode(tallies: Mapping[str, Tally], narrowing: Narrowing) -> list[Way]:
    labels = dict(JobApplication.WorkMode.choices)
    return [
        Way(labels.get(mode, NOT_NOTED), tally.sent, tally.talks, narrowing(work_mode=mode) if mode in labels else "")
        for mode, tally in tallies.items()
    ]


def by_tag(span: Span, narrowing: Narrowing) -> list[Way]:
    """One application may bear several: these do not add up to all of them."""
    bearings = sent_among(JobApplication.tags.through, span).filter(tag__user=span.user)
    rows = bearings.values("tag", "tag__name").annotate(**COUNTS).values_list("tag", "tag__name", *COUNTS)
    return [Way(name, sent, talks, narrowing(tag=key)) for key, name, sent, talks in rows]


def by_document(span: Span) -> list[Way]:
    """Each version by itself, and it leads to its document, which says with what it was sent."""
    ties = sent_among(DocumentVersion.applications.through, span).filter(
        documentversion__document__user=span.user,
        documentversion__document__trashed_at=None,
        documentversion__removed_at=None,
    )
    facts = [f"documentversion__{name}" for name in ("id", "document", "document__title", "number", "label")]
    rows = ties.values(*facts).annotate(**COUNTS)
    found = []
    for _key, document, title, number, label, sent, talks in rows.values_list(*facts, *COUNTS):
        version = DocumentVersion(document=Document(pk=document, title=title), number=number, label=label)
        found.append(Way(str(version), sent, talks, url=version.document.get_absolute_url()))
    return found


def by_acquaintance(span: Span, all_of_it: Tally) -> list[Way]:
    """Whether one of its contacts was known to the person before, as far as they said how; whom one came to know at an
    interview of it does not count.
    """
    met = Interview.contacts.through.objects.filter(
        contact=OuterRef("contact"), interview__application=OuterRef("jobapplication")
    )
    ties = sent_among(Contact.applications.through, span).filter(contact__user=span.user)
    row = ties.exclude(contact__how_known="").exclude(Exists(met)).aggregate(**COUNTS_OF_APPLICATIONS)
    if not row["sent"]:
        return []
    rest = Way(NOBODY, all_of_it.sent - row["sent"], all_of_it.talks - row["talks"])
    return [Way(_("somebody you knew"), row["sent"], row["talks"]), *([rest] if rest.sent else [])]


OF_EACH = "jobapplication__"
COUNTS = {"sent": Count("pk"), "talks": Count("pk", filter=talked(OF_EACH))}
# Where several of one sort may hang on the same application.
COUNTS_OF_APPLICATIONS = {
    "sent": Count("jobapplication", distinct=True),
    "talks": Count("jobapplication", distinct=True, filter=talked(OF_EACH)),
}


def sent_among(ties: type[Model], span: Span) -> QuerySet[Any]:
    """Of rows that tie applications to something, those of which the application was sent in this span.

    Asked from that side: most applications bear no tag and no document, and whoever has ten thousand has few of these.
    """
    sent = came_as_far_as(Stage.APPLIED, OF_EACH) & span.sent(OF_EACH)
    return ties._default_manager.filter(sent, jobapplication__trashed_at=None).order_by()
