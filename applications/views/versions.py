"""The files of a document: one more, its name, giving it out, deleting it."""

import logging
from itertools import chain

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.undo import say_undoable
from applications import operations
from applications.documents import shelf, storing
from applications.documents.sealing import Damaged
from applications.forms import FileForm, VersionForm
from applications.models import StoredFile
from applications.views.answers import PersonRequest, go, posted, refuse
from applications.views.documents import take_in

logger = logging.getLogger(__name__)
NOTHING_RUNS = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, document_id: int) -> HttpResponse:
    document = get_object_or_404(shelf.documents_of(request.user), pk=document_id)
    form = FileForm(posted(request), request.FILES or None)
    context = {"form": form, "document": document}
    if request.method != "POST":
        return render(request, "applications/versions/new.html", context)

    def add(file: StoredFile) -> str:
        operations.add_version(document, file, now=timezone.now(), **form.of_version())
        return document.get_absolute_url()

    answer = take_in(request, form, add)
    return answer or refuse(request, "applications/versions/new.html", "applications/documents/_form.html", context)


@require_safe
def download(request: PersonRequest, version_id: int) -> HttpResponseBase:
    """The file, to be kept and not shown: whatever is in it, it never runs as a page of ours."""
    version = get_object_or_404(shelf.versions_of(request.user), pk=version_id)
    try:
        pieces = storing.read(version.file)
        first = next(pieces, b"")
    except (OSError, Damaged):
        logger.exception("The file of StoredFile %s could not be read.", version.file_id)
        messages.error(request, _("That file could not be read. Please tell whoever runs this installation."))
        return go(request, version.document)
    response = StreamingHttpResponse(chain([first], pieces), content_type=version.media_type)
    response["Content-Disposition"] = content_disposition_header(True, version.filename) or "attachment"
    response["Content-Length"] = str(version.file.size)
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, version_id: int) -> HttpResponse:
    version = get_object_or_404(shelf.versions_of(request.user), pk=version_id)
    form = VersionForm(posted(request), instance=version)
    context = {"form": form, "version": version, "document": version.document}
    if request.method != "POST":
        return render(request, "applications/versions/edit.html", context)
    if not form.is_valid():
        version.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, "applications/versions/edit.html", "applications/documents/_facts_form.html", context)
    operations.edit_version(version, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return go(request, version.document)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, version_id: int) -> HttpResponse:
    version = get_object_or_404(shelf.versions_of(request.user), pk=version_id)
    if request.method == "POST":
        try:
            operations.remove_version(version, now=timezone.now())
        except operations.LastVersion:
            messages.warning(request, _("It is the only version. Delete the document instead."))
        else:
            undo = reverse("applications:version-restore", args=[version.pk])
            say_undoable(request, _("Version %(number)s is deleted.") % {"number": version.number}, to=undo)
        return go(request, version.document)
    context = {
        "heading": _("Delete this version?"),
        "text": _("“%(name)s” goes. For 30 days it can be brought back on the page of its document.")
        % {"name": version},
        "action": request.path,
        "label": _("Delete"),
        "cancel_url": version.document.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)


@require_POST
def restore(request: PersonRequest, version_id: int) -> HttpResponse:
    """Also of one that is there: a second click on Undo is no mistake."""
    versions = shelf.versions_of(request.user) | shelf.removed_versions_of(request.user)
    version = get_object_or_404(versions, pk=version_id)
    operations.restore_version(version)
    messages.success(request, _("Version %(number)s is back.") % {"number": version.number})
    return go(request, version.document)
