from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.keys import key_in
from accounts.undo import say_undoable
from applications import operations
from applications.documents import shelf
from applications.forms import ChooseForm, DocumentFactsForm, DocumentForm, FileForm
from applications.models import JobApplication, StoredFile
from applications.models.application import TRASH_DAYS
from applications.sending import mark_of
from applications.views.answers import PersonRequest, go, posted, refuse, sent_before

ROWS = 25
LIST = "applications:document-list"


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    documents = shelf.with_results(shelf.documents_of(request.user))
    page = Paginator(documents, ROWS).get_page(request.GET.get("page"))
    rows = [(document, document.versions.all()[0], shelf.result_of(document)) for document in page]
    context = {"page": page, "rows": rows, "has_trash": shelf.trashed_documents_of(request.user).exists()}
    return render(request, "applications/documents/list.html", context)


@require_safe
def detail(request: PersonRequest, document_id: int) -> HttpResponse:
    document = get_object_or_404(shelf.with_results(shelf.documents_of(request.user)), pk=document_id)
    versions = [(version, shelf.result_of(version)) for version in shelf.versions_with_results(document)]
    context = {
        "document": document,
        "result": shelf.result_of(document),
        "versions": versions,
        "removed": shelf.removed_versions_of(request.user).filter(document=document),
        "sendings": shelf.sendings_of(document),
    }
    return render(request, "applications/documents/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    application = sent_with(request)
    form = DocumentForm(posted(request), request.FILES or None, user=request.user, application=application)
    context = {"form": form, "application": application}
    if request.method != "POST":
        return render(request, "applications/documents/new.html", context)

    def add(file: StoredFile) -> str:
        facts: dict[str, Any] = form.of_document() | form.of_version()
        document = operations.add_document(request.user, file, now=timezone.now(), **facts)
        return application.get_absolute_url() if application else document.get_absolute_url()

    answer = take_in(request, form, add)
    return answer or refuse(request, "applications/documents/new.html", "applications/documents/_form.html", context)


def sent_with(request: PersonRequest) -> JobApplication | None:
    """The application from whose page one came (`?application=7`)."""
    return request.user.applications.for_lists().filter(pk=key_in(request.GET.get("application"))).first()


def take_in(request: PersonRequest, form: FileForm, add: Callable[[StoredFile], str]) -> HttpResponse | None:
    """Puts the file of a form into the storage and does `add` with it, once; None when the form does not fit."""
    now = timezone.now()
    if earlier := sent_before(request):
        messages.info(request, _("This file was kept already."))
        return go(request, earlier)
    if not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    try:
        file = operations.keep_file(request.user, upload.file, size=upload.size, now=now)
        to = operations.do_once(request.user, mark_of(request.POST, request.FILES), lambda: add(file), now=now)
    except operations.NoRoom:
        form.add_error("file", no_room(request))
        return None
    messages.success(request, _("Kept."))
    return go(request, to)


def no_room(request: PersonRequest) -> str:
    megabytes = settings.DOCUMENT_ROOM // 1_000_000
    return _(
        "There is room for %(room)s MB of your documents, and this one would be too much. "
        "What lies in the trash takes room too, until you delete it for good."
    ) % {"room": megabytes}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, document_id: int) -> HttpResponse:
    document = get_object_or_404(shelf.documents_of(request.user), pk=document_id)
    form = DocumentFactsForm(posted(request), instance=document)
    context = {"form": form, "document": document}
    if request.method != "POST":
        return render(request, "applications/documents/edit.html", context)
    if not form.is_valid():
        document.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, "applications/documents/edit.html", "applications/documents/_facts_form.html", context)
    operations.edit_document(document, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return go(request, document)


@require_POST
def choose(request: PersonRequest, application_id: int) -> HttpResponse:
    """Says which versions were sent with an application."""
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    form = ChooseForm(request.POST, application=application, offered=shelf.offered_to(application))
    if form.is_valid():
        operations.choose_documents(application, form.cleaned_data["documents"], was=form.was, now=timezone.now())
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("One of these documents is not there any more. Please choose again."))
    return go(request, f"{application.get_absolute_url()}#documents")


# --- Trash ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, document_id: int) -> HttpResponse:
    document = get_object_or_404(shelf.documents_of(request.user), pk=document_id)
    if request.method == "POST":
        operations.trash_document(document, now=timezone.now())
        undo = reverse("applications:document-restore", args=[document.pk])
        say_undoable(request, _("“%(name)s” is in the trash.") % {"name": document}, to=undo)
        return go(request, LIST)
    context = {
        "heading": _("Delete this document?"),
        "text": _("“%(name)s” goes into the trash with all its versions. For 30 days it can be restored.")
        % {"name": document},
        "action": request.path,
        "label": _("Delete"),
        "cancel_url": document.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)


@require_safe
def show_trash(request: PersonRequest) -> HttpResponse:
    page = Paginator(shelf.trashed_documents_of(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "applications/documents/trash.html", {"page": page, "days": TRASH_DAYS})


@require_POST
def restore(request: PersonRequest, document_id: int) -> HttpResponse:
    document = get_object_or_404(request.user.documents, pk=document_id)
    operations.restore_document(document)
    messages.success(request, _("“%(name)s” is back.") % {"name": document})
    return go(request, document)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: PersonRequest, document_id: int) -> HttpResponse:
    document = get_object_or_404(shelf.trashed_documents_of(request.user), pk=document_id)
    if request.method == "POST":
        operations.remove_document(document)
        messages.success(request, _("Deleted for good."))
        return go(request, "applications:document-trash")
    context = {
        "heading": _("Delete this document for good?"),
        "text": _("“%(name)s” goes for good with all its versions. Applications stay.") % {"name": document},
        "action": request.path,
        "label": _("Delete for good"),
        "cancel_url": reverse("applications:document-trash"),
    }
    return render(request, "components/_confirm.html", context)
