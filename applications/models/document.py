"""Files of a person: a document is what they call "my CV", a version is one file of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.validators import no_control_characters
from accounts.writing import EncryptedTextField
from applications.models.application import TRASH_DAYS, JobApplication


class StoredFile(models.Model):
    """A file in the storage and the key that opens it. One that belongs to no version is loose, and is thrown away.

    The row is there before the file and goes after it, so that nothing lies in the storage that nobody knows of.
    """

    name = models.CharField(max_length=100, unique=True)
    key = EncryptedTextField()
    size = models.PositiveIntegerField()  # of the file as its owner knows it, in bytes
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class DocumentQuerySet(models.QuerySet["Document"]):
    def kept(self) -> DocumentQuerySet:
        """Without those in the trash."""
        return self.filter(trashed_at=None)

    def in_trash(self) -> DocumentQuerySet:
        return self.exclude(trashed_at=None)


class Document(models.Model):
    """A CV, a cover letter, a certificate: something the person sends with applications, in one or more versions."""

    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        COVER_LETTER = "cover_letter", _("Cover letter")
        CERTIFICATE = "certificate", _("Certificate")
        OTHER = "other", _("Something else")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=120, validators=[no_control_characters])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CV)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)  # when the last version came in
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-changed_at", "-id"], name="document_by_change"),
            models.Index(fields=["trashed_at"], name="document_in_trash", condition=models.Q(trashed_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["cv", "cover_letter", "certificate", "other"]),
                name="document_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("applications:document-detail", args=[self.pk])

    @property
    def gone_at(self) -> datetime | None:
        """When it leaves the trash for good."""
        return self.trashed_at + timedelta(days=TRASH_DAYS) if self.trashed_at else None


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def kept(self) -> DocumentVersionQuerySet:
        """Without those that were deleted, or whose document was."""
        return self.filter(removed_at=None, document__trashed_at=None)


class DocumentVersion(models.Model):
    """One file of a document, as it was sent with some applications. A new version leaves the old ones as they are."""

    class Type(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        ODT = "odt", "ODT"
        TXT = "txt", "TXT"

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="version")
    number = models.PositiveIntegerField()
    label = models.CharField(_("which version it is"), max_length=80, blank=True, validators=[no_control_characters])
    filename = models.CharField(max_length=150)
    type = models.CharField(max_length=10, choices=Type.choices)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    applications = models.ManyToManyField(
        JobApplication, blank=True, related_name="documents", verbose_name=_("applications")
    )

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-pk"]
        indexes = [
            models.Index(fields=["removed_at"], name="version_removed", condition=models.Q(removed_at__isnull=False))
        ]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(type__in=["pdf", "docx", "odt", "txt"]), name="version_type_is_known"
            ),
        ]

    def __str__(self) -> str:
        name = _("%(title)s, version %(number)s") % {"title": self.document, "number": self.number}
        return _("%(version)s: %(label)s") % {"version": name, "label": self.label} if self.label else str(name)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.type]


MEDIA_TYPES: dict[str, str] = {
    DocumentVersion.Type.PDF: "application/pdf",
    DocumentVersion.Type.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentVersion.Type.ODT: "application/vnd.oasis.opendocument.text",
    DocumentVersion.Type.TXT: "text/plain; charset=utf-8",
}
