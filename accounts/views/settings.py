from copy import copy

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import exports, limits, operations
from accounts.forms.settings import LeaveForm, SettingsForm
from accounts.packing import packed
from accounts.requests import PersonRequest

AN_HOUR, MOST_AN_HOUR = 3600, 20


@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest) -> HttpResponse:
    person = copy(request.user)  # a refused form must not change whom the frame greets
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        operations.change_settings(form.save(commit=False), changed=form.changed_data)
        with translation.override(person.spoken_language):  # in which the next page is
            messages.success(request, _("Saved."))
        return redirect("accounts:settings-edit")
    context = {"form": form, "has_mail_folder": not settings.EMAIL_URL}
    return render(request, "accounts/settings/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def export(request: PersonRequest) -> HttpResponseBase:
    """A page that says what is in the file; its button downloads it: JSON, or a ZIP where there are files besides.

    Only so often, since it reads all that the person has here.
    """
    if request.method == "GET":
        return render(request, "accounts/settings/export.html")
    if not limits.allows("export", str(request.user.pk), amount=MOST_AN_HOUR, seconds=AN_HOUR):
        problem = _("That were many downloads in a short time. Please wait a while.")
        return render(request, "accounts/settings/export.html", {"problem": problem}, status=429)
    data = operations.export_data(request.user, now=timezone.now())
    written = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    files = list(exports.files_of(request.user))
    name = "rebound-export.zip" if files else "rebound-export.json"
    response = StreamingHttpResponse(packed(written.content, iter(files))) if files else written
    response["Content-Type"] = "application/zip" if files else "application/json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def leave(request: PersonRequest) -> HttpResponse:
    form = LeaveForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            return ratelimit.respond_429(request)
        if form.is_valid():
            operations.delete_account(request.user)
            logout(request)
            messages.success(request, _("Your account and everything in it are gone. We wish you well."))
            return redirect("/")
    return render(request, "accounts/settings/leave.html", {"form": form}, status=422 if form.is_bound else 200)
