from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import operations, queries
from applications.models.application import TRASH_DAYS
from applications.views.answers import PersonRequest, go

ROWS = 25


@require_safe
def show_trash(request: PersonRequest) -> HttpResponse:
    page = Paginator(queries.trash_of(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "applications/applications/trash.html", {"page": page, "days": TRASH_DAYS})


@require_POST
def restore(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(queries.trash_of(request.user), pk=application_id)
    operations.restore_many(request.user, [application.pk], now=timezone.now())
    messages.success(request, _("“%(name)s” is back.") % {"name": application})
    return go(request, application)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(queries.trash_of(request.user), pk=application_id)
    if request.method == "POST":
        if operations.remove_from_trash(queries.trash_of(request.user), application.pk, now=timezone.now()):
            messages.success(request, _("Deleted for good."))
        return go(request, "applications:trash-show")
    context = {
        "heading": _("Delete this application for good?"),
        "text": _(
            "“%(name)s” goes for good, with its history, its interviews and all you wrote about it in a recovery."
        )
        % {"name": application},
        "action": reverse("applications:application-remove", args=[application.pk]),
        "label": _("Delete for good"),
        "cancel_url": reverse("applications:trash-show"),
    }
    return render(request, "components/_confirm.html", context)
