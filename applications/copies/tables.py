"""Applications and all that belongs to them, as they stand in a person's own copy (`accounts.copies`)."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.copies.parts import Part
from accounts.copies.tables import Table
from accounts.models import User
from applications.copies import checking, parting
from applications.documents.shelf import path_in_copy
from applications.models import (
    Company,
    Contact,
    Debrief,
    Document,
    DocumentVersion,
    Event,
    Interview,
    JobApplication,
    KnownApart,
    ListLook,
    Outcome,
    OwnLetter,
    Preparation,
    SavedView,
    SearchPeriod,
    Tag,
)

FOLDED = frozenset({"folded_name", "folded_company", "folded_role", "folded", "last_interview_at"})
DERIVED = FOLDED | {"heard_on", "talked_on"}
WITH_TRASH = Prefetch("applications", JobApplication.with_trash.all())


def applications_of(user: User) -> QuerySet[Any]:
    rows = user.applications(manager="with_trash").select_related("company", "outcome", "period")
    return rows.prefetch_related(
        "events", "tags", "interviews__contacts", "interviews__preparation", "interviews__debrief"
    )


def documents_of(user: User) -> QuerySet[Any]:
    versions = DocumentVersion.objects.select_related("file").prefetch_related(WITH_TRASH)
    return user.documents.order_by("pk").prefetch_related(Prefetch("versions", versions))


def about_the_file(version: DocumentVersion) -> dict[str, Any]:
    """`file` is where it lies in the download."""
    return {"file": path_in_copy(version), "size": version.file.size}


TAGS = Table(
    Tag,
    "tags",
    _("Tags"),
    without=FOLDED,
    rows=lambda user: user.tags.all(),
    check=checking.check_tag,
    ready=checking.fold_tag,
)
COMPANIES = Table(
    Company,
    "companies",
    _("Companies"),
    without=FOLDED,
    rows=lambda user: user.companies.all(),
    ready=checking.fold_name,
)
PERIODS = Table(SearchPeriod, "periods", _("Periods of the search"), rows=lambda user: user.periods.all())
CONTACTS = Table(
    Contact,
    "contacts",
    _("Contacts"),
    without=FOLDED,
    named=frozenset({"company"}),
    many={"applications": "applications"},
    rows=lambda user: user.contacts.select_related("company").prefetch_related(WITH_TRASH),
    ready=checking.fold_name,
)
EVENTS = Table(
    Event,
    "events",
    _("Lines of histories"),
    is_counted=False,
    tie="application",
    check=checking.check_event,
    ready=checking.point_event,
)
OUTCOMES = Table(Outcome, "outcome", _("Outcomes"), tie="application", is_single=True)
PREPARATIONS = Table(Preparation, "preparation", _("Preparations"), tie="interview", is_single=True)
DEBRIEFS = Table(Debrief, "debrief", _("Debriefs"), tie="interview", is_single=True)
INTERVIEWS = Table(
    Interview,
    "interviews",
    _("Interviews"),
    tie="application",
    many={"contacts": "contacts"},
    parts=(PREPARATIONS, DEBRIEFS),
)
APPLICATIONS = Table(
    JobApplication,
    "applications",
    _("Applications"),
    without=DERIVED,
    named=frozenset({"company", "period", "tags"}),
    many={"tags": "tags"},
    # Interviews first: histories name them.
    parts=(INTERVIEWS, OUTCOMES, EVENTS),
    rows=applications_of,
    complete=checking.complete_application,
    ready=checking.quiet_application,
)
VERSIONS = Table(
    DocumentVersion,
    "versions",
    _("Files"),
    tie="document",
    without=frozenset({"file"}),
    many={"applications": "sent_with"},
    also=about_the_file,
    also_named=frozenset({"size"}),
    check=checking.check_version,
    ready=checking.take_file,
)
DOCUMENTS = Table(
    Document,
    "documents",
    _("Documents"),
    parts=(VERSIONS,),
    rows=documents_of,
    complete=checking.complete_document,
)
LETTERS = Table(
    OwnLetter,
    "letters",
    _("Letters"),
    without=frozenset({"form_key"}),
    rows=lambda user: user.own_letters.all(),
)
SAVED_VIEWS = Table(
    SavedView,
    "saved_views",
    _("Saved views"),
    rows=lambda user: user.saved_views.all(),
    check=checking.check_view,
    ready=checking.point_view,
)
LIST_LOOK = Table(
    ListLook,
    "list_look",
    _("Settings"),
    is_counted=False,
    is_content=False,
    is_replaced=True,
    rows=lambda user: ListLook.objects.filter(user=user),
    check=checking.check_look,
)
KNOWN_APART = Table(
    KnownApart,
    "known_apart",
    _("Look-alikes that are two"),
    is_content=False,
    rows=lambda user: user.known_apart.all(),
    check=checking.check_apart,
    ready=checking.point_apart,
)

PART = Part(
    "applications",
    (
        TAGS,
        COMPANIES,
        PERIODS,
        CONTACTS,
        APPLICATIONS,
        DOCUMENTS,
        LETTERS,
        SAVED_VIEWS,
        LIST_LOOK,
        KNOWN_APART,
    ),
    also=parting.said_besides,
    prepare=checking.name_tags,
    finish=checking.make_findable,
    news=checking.tell,
)
