"""New versions on the curators' desk: begun beside what people see, compared with it, published or thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts import localised
from accounts.models import User
from advice import desk, step_parts, versions
from advice.admin.history import diff
from advice.comparing import Change
from advice.models import Curated
from advice.pack import KINDS

MODELS = {kind.model._meta.model_name: kind.model for kind in KINDS}


class MomentForm(forms.Form):
    """When it is to be published."""

    publish_at = forms.SplitDateTimeField(
        label=gettext_lazy("Publish at"),
        required=False,
        help_text=gettext_lazy("Empty: now."),
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d", time_format="%H:%M", date_attrs={"type": "date"}, time_attrs={"type": "time"}
        ),
    )

    def clean_publish_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["publish_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError(_("This moment has passed. Leave it empty to publish now."))
        return moment


def version_or_404(kind: str, pk: int) -> Any:
    if kind not in MODELS:
        raise Http404
    return get_object_or_404(MODELS[kind].everything.versions(), pk=pk)


def page_of(row: Any) -> str:
    return reverse(f"admin:advice_{row._meta.model_name}_change", args=[row.pk])


@desk.page("advice/<str:kind>/<int:pk>/version/", name="advice_version_begin")
@require_POST
def begin(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A draft beside a published row, or the one that is there; its own page is where one goes on."""
    row = get_object_or_404(MODELS[kind].objects, pk=pk) if kind in MODELS else None
    if row is None:
        raise Http404
    try:
        return redirect(page_of(versions.begin(row, by=curator(request))))
    except ValueError:
        messages.warning(request, _("People do not see this text, so it can be edited itself."))
        return redirect(page_of(row))


@desk.page("advice/<str:kind>/<int:pk>/publish/", name="advice_version_publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What it would change for people, and whether that was changed meanwhile; then now, or at a moment."""
    version = version_or_404(kind, pk)
    if request.method != "POST":
        return compare(request, version, MomentForm(initial={"publish_at": version.publish_at}))
    form, problems, seen = MomentForm(request.POST), [], request.POST.get("seen", "?")
    if not form.is_valid():
        return compare(request, version, form)
    live, moment = version.replaces, form.cleaned_data["publish_at"]
    try:
        if moment:
            versions.schedule(version, by=curator(request), at=moment, seen=seen)
        else:
            versions.publish(version, by=curator(request), seen=seen)
    except versions.ChangedMeanwhile:
        problems = [_("Somebody changed one of the two just now. Please look at it once more.")]
    except ValidationError as wrong:
        problems = wrong.messages
    except ObjectDoesNotExist:
        raise Http404 from None
    if problems:
        return compare(request, version_or_404(kind, pk), form, problems=problems)
    said = _("It takes its place on %(moment)s.") % {"moment": shown(moment)} if moment else _("People see it now.")
    messages.success(request, said)
    return redirect(page_of(version if moment else live))


@desk.page("advice/<str:kind>/<int:pk>/drop/", name="advice_version_drop")
@require_POST
def drop(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    version = version_or_404(kind, pk)
    live = version.replaces
    versions.drop(version, by=curator(request))
    messages.success(request, _("The new version was thrown away. People see what they saw."))
    return redirect(page_of(live))


def compare(request: HttpRequest, version: Any, form: MomentForm, *, problems: list[str] | None = None) -> HttpResponse:
    context = {
        "version": version,
        "live": version.replaces,
        "kind": version._meta.model_name,
        "opts": version._meta,
        "would_change": with_words(version, versions.would_change(version)),
        "meanwhile": with_words(version, versions.changed_meanwhile(version)),
        "seen": versions.mark_of(version),
        "form": form,
        "problems": problems or [],
    }
    title = _("What the new version changes")
    status = 422 if problems or form.errors else 200
    return render(request, "admin/advice/version.html", desk.context(request, title, **context), status=status)


def with_words(row: Curated, changes: list[Change]) -> list[dict[str, Any]]:
    """Each change with the name that the form has for it, and the difference word by word."""
    names = {key: row._meta.get_field(name) for key, name in versions.kind_of(row).fields.items()}
    fields = {field.name: field for field in row._meta.get_fields() if hasattr(field, "verbose_name")} | names
    labels = {name: field.verbose_name for name, field in fields.items()} | step_parts.LABELS
    return [{"field": labels.get(one.field, one.field), "diff": diff(one.old, one.new)} for one in changes]


def curator(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the desk lets nobody else in
    return user


def shown(moment: datetime) -> str:
    return localised.moment_short(timezone.localtime(moment))
