"""What pages ask about documents. Every question starts at the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from accounts.exports import OwnFile
from accounts.models import User
from applications.documents import storing
from applications.models import Document, DocumentVersion, JobApplication
from applications.models.document import DocumentQuerySet, DocumentVersionQuerySet
from applications.models.interview import CONVERSATIONS

Stage = JobApplication.Stage
ENOUGH = 5  # below that many applications a share says nothing
OFFERED = 60
SHOWN = 100
SENT = [stage for stage in Stage if stage.position >= Stage.APPLIED.position]
WITH_INTERVIEW = [stage for stage in Stage if stage.position >= Stage.INTERVIEW.position]
NO_MATTER = Q()


@dataclass(frozen=True)
class Result:
    """What came of a version: with how many applications it was sent, and how many of them reached an interview."""

    sent: int
    interviews: int

    @property
    def share(self) -> float | None:
        """None where it would say nothing."""
        return self.interviews / self.sent if self.sent >= ENOUGH else None


def result_of(row: Document | DocumentVersion) -> Result:
    """Of a row that was asked for `with_results`."""
    return Result(row.sent_count, row.interview_count)  # type: ignore[union-attr]


def counts(path: str, *, kept: Q = NO_MATTER) -> dict[str, Count]:
    """How many applications at the end of `path` were sent, and how many reached an interview; none in the trash.

    An interview counts when one was arranged (a test or a task is none), or when the stage says so.
    """
    there = Q((f"{path}__isnull", False), (f"{path}__trashed_at", None)) & kept
    talked = Q((f"{path}__interviews__cancelled_at", None), (f"{path}__interviews__kind__in", CONVERSATIONS))
    reached = reached_one_of(path, WITH_INTERVIEW) | talked
    sent = there & (reached_one_of(path, SENT) | talked)
    return {
        "sent_count": Count(path, filter=sent, distinct=True),
        "interview_count": Count(path, filter=there & reached, distinct=True),
    }


def reached_one_of(path: str, stages: list[Stage]) -> Q:
    """See also its twin, `JobApplication.reached_stage`."""
    is_open = Q((f"{path}__outcome", None), (f"{path}__stage__in", stages))
    return is_open | Q((f"{path}__outcome__last_stage__in", stages))


def documents_of(user: User) -> DocumentQuerySet:
    return user.documents.kept()


def with_results(documents: DocumentQuerySet) -> DocumentQuerySet:
    """As a list shows them: with what came of them, and their versions, the latest first."""
    kept = Q(versions__removed_at=None)
    versions = Prefetch("versions", DocumentVersion.objects.filter(removed_at=None).select_related("file"))
    return (
        documents.annotate(**counts("versions__applications", kept=kept))
        .order_by("-changed_at", "-pk")
        .prefetch_related(versions)
    )


def trashed_documents_of(user: User) -> DocumentQuerySet:
    return user.documents.in_trash().order_by("-trashed_at", "-pk")


def versions_of(user: User) -> DocumentVersionQuerySet:
    """Those that are there, with what a page needs to name them."""
    return DocumentVersion.objects.kept().filter(document__user=user).select_related("document", "file")


def removed_versions_of(user: User) -> DocumentVersionQuerySet:
    """Single versions that were deleted and can be restored."""
    versions = DocumentVersion.objects.exclude(removed_at=None).filter(document__user=user)
    return versions.filter(document__trashed_at=None).select_related("document", "file")


def versions_with_results(document: Document) -> DocumentVersionQuerySet:
    versions = document.versions.filter(removed_at=None).select_related("file", "document")
    return versions.annotate(**counts("applications")).order_by("-number", "-pk")


def sendings_of(document: Document) -> list[Any]:
    """The latest applications that a document was sent with, each with its version."""
    rows = DocumentVersion.applications.through.objects.filter(
        documentversion__document=document,
        documentversion__removed_at=None,
        jobapplication__trashed_at=None,
    )
    related = ("documentversion", "jobapplication__company", "jobapplication__outcome")
    return list(rows.select_related(*related).order_by("-jobapplication__last_event_at", "-pk")[:SHOWN])


def offered_to(application: JobApplication) -> list[DocumentVersion]:
    """What an application's page can choose from: those that were sent with it (`is_sent`) first, then the latest."""
    tie = DocumentVersion.applications.through.objects.filter(
        documentversion=OuterRef("pk"), jobapplication=application.pk
    )
    versions = (
        versions_of(application.user).select_related(None).select_related("document").annotate(is_sent=Exists(tie))
    )
    return list(versions.order_by("-is_sent", "-added_at", "-pk")[:OFFERED])


def room_taken(user: User) -> int:
    """Bytes of all files of the person, those in the trash too."""
    versions: QuerySet[DocumentVersion] = DocumentVersion.objects.filter(document__user=user)
    return versions.aggregate(size=Sum("file__size"))["size"] or 0


def own_files(user: User) -> Iterator[OwnFile]:
    """For the person's own copy: every file, those in the trash too."""
    for version in DocumentVersion.objects.filter(document__user=user).select_related("file").order_by("pk"):
        yield OwnFile(path_in_copy(version), partial(storing.read, version.file))


def path_in_copy(version: DocumentVersion) -> str:
    return f"documents/{version.document_id}-{version.number}-{version.filename}"
