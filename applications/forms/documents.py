from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import localised
from accounts.keys import key_in
from accounts.models import User
from accounts.validators import no_control_characters
from applications.documents import checking, shelf
from applications.documents.naming import clean_name
from applications.forms.fields import RowsField
from applications.models import Document, DocumentVersion, JobApplication

ACCEPTED = ".pdf,.docx,.odt,.txt"


class CheckedFileField(forms.FileField):
    """A file of one of the kinds that are kept, known by what is in it. Adds `type` and `clean_name` to it."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("PDF, Word (.docx), OpenDocument (.odt) or plain text, up to 10 MB.")
        super().__init__(label=_("File"), help_text=help_text, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file: Any = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            if (file.size or 0) > checking.LARGEST_FILE:
                words = gettext("That file has %(size)s. A document may have up to 10 MB.")
                raise ValidationError(words % {"size": localised.file_size(file.size or 0)}, code="too_large")
            file.type = checking.type_of(file)  # type: ignore[attr-defined]
            file.clean_name = clean_name(file.name or "", file.type)  # type: ignore[attr-defined]
        return file


class FileForm(forms.ModelForm):
    """One more version of a document."""

    file = CheckedFileField()

    class Meta:
        model = DocumentVersion
        fields = ["label"]
        help_texts = {"label": _("For example “for data roles” or “two pages, in German”.")}

    field_order = ["file", "label"]

    def of_version(self) -> dict[str, str]:
        """What a version says of its file."""
        file = self.cleaned_data["file"]
        return {"label": self.cleaned_data["label"], "filename": file.clean_name, "type": file.type}


class DocumentForm(FileForm):
    """A new document: a file, and what it is."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        validators=[no_control_characters],
        help_text=_("Left empty, it is the name of the file."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=Document.Kind.choices, initial=Document.Kind.CV)
    application = forms.ModelChoiceField(
        queryset=JobApplication.objects.none(),
        label=_("Sent with"),
        required=False,
        empty_label=_("No application yet"),
    )

    field_order = ["file", "title", "kind", "label", "application"]

    def __init__(self, *args: Any, user: User, application: JobApplication | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["application"]
        field.queryset = user.applications.select_related("company")  # type: ignore[attr-defined]
        latest = list(field.queryset[:50])  # type: ignore[attr-defined]
        known = [application] if application and application not in latest else []
        field.widget.choices = [("", _("No application yet")), *((one.pk, str(one)) for one in known + latest)]
        if application:
            self.initial.setdefault("application", application.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if file and not data.get("title"):
            data["title"] = PurePosixPath(file.clean_name).stem[:120]
        return data

    def of_document(self) -> dict[str, Any]:
        application = self.cleaned_data["application"]
        return {
            "title": self.cleaned_data["title"],
            "kind": self.cleaned_data["kind"],
            "applications": [application] if application else [],
        }


class DocumentFactsForm(forms.ModelForm):
    """What a document is called and what it is."""

    class Meta:
        model = Document
        fields = ["title", "kind"]
        labels = {"kind": _("What it is")}


class VersionForm(forms.ModelForm):
    """The word for which version it is."""

    class Meta(FileForm.Meta):
        pass


class VersionsField(RowsField):
    """Which versions were sent with an application. Offered are the latest; any of the person's own is accepted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=DocumentVersion.objects.none(),
            label=_("Documents you sent"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def offer(self, application: JobApplication, offered: Sequence[DocumentVersion]) -> list[int]:
        """Sets what can be chosen; returns what is chosen already."""
        self.queryset = shelf.versions_of(application.user)
        self.widget.choices = [(version.pk, str(version)) for version in offered]
        return [version.pk for version in offered if version.is_sent]  # type: ignore[attr-defined]


class ChooseForm(forms.Form):
    documents = VersionsField()

    def __init__(
        self, *args: Any, application: JobApplication, offered: Sequence[DocumentVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "choose-%s"} | kwargs)
        field: Any = self.fields["documents"]
        self.initial["documents"] = field.offer(application, offered)

    @property
    def was(self) -> list[int]:
        """What was chosen when the page was opened: nothing else is taken away."""
        if isinstance(self.data, QueryDict):
            return [key for key in map(key_in, self.data.getlist("was")) if key is not None]
        return list(self.initial["documents"])
