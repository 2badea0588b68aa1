"""Packs on the curators' desk: writing one as a file, and taking one in after a look at what it would change."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from advice import comparing, content, desk
from advice.admin.history import diff
from advice.comparing import Standing
from advice.models import Step
from advice.pack_faults import PackError
from advice.pack_rows import Hand

LARGEST = 2_000_000  # bytes
SALT = "advice.packs"


class PackForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Pack, a YAML file"),
        help_text=format_lazy(gettext_lazy("At most {size} MB."), size=LARGEST // 1_000_000),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("This file is larger than %(size)s MB. Please bring it in as two files.")
                % {"size": LARGEST // 1_000_000}
            )
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This is no text file in UTF-8, so it is no pack.")) from None


@desk.page(
    "advice/packs/",
    name="advice_packs",
    label=gettext_lazy("Packs"),
    about=gettext_lazy("Take all texts along as a file, or bring a file in after a look at what it would change."),
)
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    return show(request, PackForm())


def show(request: HttpRequest, form: PackForm, *, problems: list[str] | None = None) -> HttpResponse:
    languages = Step.objects.order_by("language").values_list("language", flat=True).distinct()
    context = {
        "form": form,
        "languages": list(languages) or [settings.LANGUAGE_CODE],
        "problems": problems or [],
        "is_multipart": True,
    }
    status = 422 if problems or form.errors else 200
    return render(request, "admin/advice/packs.html", desk.context(request, _("Packs"), **context), status=status)


@desk.page("advice/packs/export/", name="advice_pack_export")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    name = re.sub(r"[^\w-]", "", language)[:10]
    response = HttpResponse(content.as_yaml(content.dump(language)), content_type="application/yaml")
    response["Content-Disposition"] = f'attachment; filename="rebound-{name}.yaml"'
    return response


@desk.page("advice/packs/compare/", name="advice_pack_compare")
@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """What the file would change, to be looked at and chosen from. Writes nothing."""
    form = PackForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, form)
    text = form.cleaned_data["file"]
    try:
        found = comparing.differences(content.parse_own(text)[0])
    except (PackError, yaml.YAMLError) as problem:
        return show(request, PackForm(), problems=sentences(problem, text))
    groups = [(standing, title, shown(found, standing)) for standing, title in comparing.TITLES.items()]
    # Small and without line ends: a form may send back less than the largest file holds.
    context = {
        "text": signing.dumps(text, salt=SALT, compress=True),
        "groups": [group for group in groups if group[2]],
        "edited": Standing.EDITED,
    }
    return render(
        request, "admin/advice/pack_compare.html", desk.context(request, _("What it would change"), **context)
    )


def sentences(problem: PackError | yaml.YAMLError, text: str) -> list[str]:
    """What is wrong with the file, each with its line where that is known, in the order of the file."""
    if isinstance(problem, yaml.YAMLError):
        mark = getattr(problem, "problem_mark", None)
        what = getattr(problem, "problem", None) or _("this is no YAML")
        return [at_line(mark.line + 1 if mark else None, what)]
    try:
        _pack, lines = content.parse_own(text)
    except PackError:
        lines = {}
    found = sorted(((fault.line(lines), fault.text) for fault in problem.faults), key=lambda one: (one[0] or 0, one[1]))
    return [at_line(line, said) for line, said in found]


def at_line(line: int | None, text: str) -> str:
    return _("Line %(line)s: %(text)s") % {"line": line, "text": text} if line else text


def shown(found: list[comparing.Difference], standing: Standing) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "changes": [{"field": each.field, "diff": diff(each.old, each.new)} for each in one.changes]}
        for one in found
        if one.standing == standing
    ]


@desk.page("advice/packs/apply/", name="advice_pack_apply")
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Takes the pack in: what is new and changed, and of what curators edited only what was ticked."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the desk lets nobody else in
    try:
        text = signing.loads(request.POST.get("text", ""), salt=SALT)
    except signing.BadSignature:
        return show(request, PackForm(), problems=[_("Please choose the file again: it did not come back whole.")])
    try:
        pack, _lines = content.parse_own(text)
        report = content.load(
            pack, now=timezone.now(), hand=Hand(by=user, is_own=True), over=request.POST.getlist("over")
        )
    except (PackError, yaml.YAMLError) as problem:
        return show(request, PackForm(), problems=sentences(problem, text))
    count = len(report.created) + len(report.updated)
    said = ngettext("%(count)d text was taken in", "%(count)d texts were taken in", count) % {"count": count}
    left = len(report.left_alone)
    also = ngettext("%(count)d was left as it is here.", "%(count)d were left as they are here.", left) % {
        "count": left
    }
    messages.success(request, f"{said}; {also}" if left else f"{said}.")
    return redirect("admin:advice_packs")
