from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import localised


class CopyForm(forms.Form):
    """A person's own copy, as another Rebound gave it to them."""

    file = forms.FileField(
        label=_("Your copy"),
        widget=forms.FileInput(attrs={"accept": ".json,.zip,application/json,application/zip"}),
        help_text=_("The file rebound-export.zip or rebound-export.json, as you downloaded it."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and (file.size or 0) > settings.LARGEST_COPY:
            words = gettext("That file has %(size)s. A copy may have up to %(most)s.")
            sizes = {"size": localised.file_size(file.size or 0), "most": localised.file_size(settings.LARGEST_COPY)}
            raise ValidationError(words % sizes, code="too_large")
        return file
