"""Packs on the curators' desk: writing one as a file, and taking one in after a look at what it would change."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from advice import comparing, content, desk
from advice.admin.history import diff
from advice.comparing import Standing
from advice.models import Step
from advice.pack import Entry
from advice.pack_rows import Hand, PackError

LARGEST = 2_000_000  # bytes
NAMED = re.compile(r"[a-z_]+/[\w-]+")


class PackForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Pack, a YAML file"))

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large to be a pack."))
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
        pack, _lines = read(text)
        found = comparing.differences(pack, now=timezone.now())
    except PackFault as fault:
        return show(request, PackForm(), problems=fault.sentences)
    except PackError as problem:
        return show(request, PackForm(), problems=with_lines(problem, text))
    groups = [(standing, title, shown(found, standing)) for standing, title in comparing.TITLES.items()]
    context = {"text": text, "groups": [group for group in groups if group[2]], "edited": Standing.EDITED}
    return render(
        request, "admin/advice/pack_compare.html", desk.context(request, _("What it would change"), **context)
    )


class PackFault(Exception):
    """A file that cannot be read as a pack at all."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def read(text: str) -> tuple[Entry, dict[str, int]]:
    try:
        return content.parse_own(text)
    except PackError as problem:
        raise PackFault([str(problem)]) from problem
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        what = getattr(problem, "problem", None) or _("this is no YAML")
        raise PackFault([at_line(mark.line + 1, what) if mark else what]) from problem


def at_line(line: int, text: str) -> str:
    return _("Line %(line)s: %(text)s") % {"line": line, "text": text}


def with_lines(problem: PackError, text: str) -> list[str]:
    """Each sentence with the line of the file on which its entry begins."""
    _pack, lines = content.parse_own(text)
    sentences = []
    for sentence in str(problem).split("\n"):
        named = NAMED.match(sentence)
        line = lines.get(named.group()) if named else None
        sentences.append(at_line(line, sentence) if line else sentence)
    return sentences


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
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        pack, _lines = read(text)
        hand = Hand(by=user, is_own=True)
        report = content.load(pack, now=timezone.now(), hand=hand, over=request.POST.getlist("over"))
    except PackFault as fault:
        return show(request, PackForm(), problems=fault.sentences)
    except PackError as problem:
        return show(request, PackForm(), problems=with_lines(problem, text))
    count = len(report.created) + len(report.updated)
    said = ngettext("%(count)d text was taken in", "%(count)d texts were taken in", count) % {"count": count}
    left = len(report.left_alone)
    also = ngettext("%(count)d was left as it is here.", "%(count)d were left as they are here.", left) % {
        "count": left
    }
    messages.success(request, f"{said}; {also}" if left else f"{said}.")
    return redirect("admin:advice_packs")
