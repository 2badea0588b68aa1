"""*Preview as* on the curators' desk: a step, or a whole recovery, as somebody would see it after a certain no."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django import forms
from django.contrib import admin, messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.models import User
from advice import desk
from advice.models import Step
from advice.vocabulary import NoKind, Stage
from recovery import views
from recovery.leaves import ALL
from recovery.staging import Scene, Staged, staged

PREFIX = "as"
FIRST, LIST, STEP = "first", "list", "step"
WIDTHS = [("360", _("phone")), ("768", _("tablet")), ("1280", _("desk"))]
NOT_SHOWN = _("After a no like this the step would not be shown. Its words are these all the same.")


class SceneForm(forms.Form):
    """Who sees it. Nothing of it is kept."""

    page = forms.ChoiceField(label=_("Page"))
    stage = forms.ChoiceField(label=_("After a no at"), choices=Stage.choices)
    no_kind = forms.ChoiceField(label=_("How it came"), required=False, choices=[("", "—"), *NoKind.choices])
    days_late = forms.TypedChoiceField(
        label=_("Recorded"),
        coerce=int,
        choices=[
            (0, _("on the day")),
            (3, ngettext_lazy("%d day late", "%d days late", 3) % 3),
            (12, ngettext_lazy("%d day late", "%d days late", 12) % 12),
        ],
    )
    noes = forms.TypedChoiceField(
        label=_("Noes like it so far"), coerce=int, choices=[(n, str(n)) for n in (1, 2, 5, 10)], initial=1
    )
    theme = forms.ChoiceField(
        label=_("Colours"), choices=[(User.Theme.LIGHT, _("light")), (User.Theme.DARK, _("dark"))]
    )
    has_contact = forms.BooleanField(label=_("a contact is known"), required=False)
    has_checkins = forms.BooleanField(label=_("mood check-ins are on"), required=False)
    with_drafts = forms.BooleanField(label=_("drafts of other texts too"), required=False)
    width = forms.ChoiceField(label=_("Width"), choices=WIDTHS, widget=forms.RadioSelect, required=False)

    prefix = PREFIX

    def __init__(self, *args: Any, step: Step | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        pages = [(FIRST, _("the first minute")), (LIST, _("all its steps"))]
        own = [(STEP, step.title or _("this step"))] if step else [(one.key, one.title) for one in steps_in_use()]
        self.fields["page"].choices = [*own, *pages] if step else [*pages, *own]  # type: ignore[attr-defined]
        for key, label, answers in asked_by_conditions(step) if step else []:
            choices = [("", "—"), *((answer, answer) for answer in answers)]
            self.fields[f"answer_{key}"] = forms.ChoiceField(label=label, required=False, choices=choices)

    def scene(self) -> Scene:
        data, page = self.cleaned_data, self.cleaned_data["page"]
        same = ("stage", "no_kind", "days_late", "noes", "theme", "has_contact", "has_checkins", "with_drafts")
        answers = {name.removeprefix("answer_"): data[name] for name in self.fields if name.startswith("answer_")}
        key = "" if page in (FIRST, LIST) else self.step.key if page == STEP and self.step else page
        return Scene(
            **{name: data[name] for name in same},
            step=key,
            version=self.step.pk if self.step and self.step.is_version else None,
            language=self.step.language if self.step else "en",
            answers={key: answer for key, answer in answers.items() if answer},
        )


def steps_in_use() -> list[Step]:
    return list(Step.objects.filter(retired_at=None).order_by("order", "key"))


def asked_by_conditions(step: Step) -> list[tuple[str, str, list[str]]]:
    """The prompts whose answers change what the step shows: key, question and what may be answered."""
    if not step.pk:
        return []
    prompts = {prompt.key: prompt for prompt in step.prompts.all()}
    found = {}
    for condition in step.conditions.all():
        prompt = prompts.get(condition.parameters.get("prompt", ""))
        if prompt and prompt.options.get("choices"):
            found[prompt.key] = (prompt.key, prompt.label, prompt.options["choices"])
    return list(found.values())


def usual_stage(step: Step | None) -> str:
    """The latest stage at which the step is on, else offered: where it is at its fullest."""
    rules = list(step.rules.all()) if step and step.pk else []
    order = [*Stage.values]
    rules.sort(key=lambda rule: (rule.mode != "on", rule.stage == Stage.OFFER, -order.index(rule.stage)))
    wanted = [rule.stage for rule in rules]
    return Stage.INTERVIEW if Stage.INTERVIEW in wanted or not wanted else wanted[0]


def step_meant(request: HttpRequest) -> Step | None:
    found = request.GET.get("id", "")
    return Step.everything.filter(pk=found).first() if found.isdecimal() and len(found) < 19 else None


@desk.page(
    "advice/step/preview/",
    name="advice_step_preview",
    label=_("Preview a recovery"),
    about=_("Page by page, as somebody would see it after a certain no."),
)
def preview(request: HttpRequest) -> HttpResponse:
    """The choices, and beside them a frame with the page. A step's own form brings what stands in it, unsaved."""
    step = step_meant(request)
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
    if request.method == "POST" and step is None:
        step = Step(title=request.POST.get("title", ""), key=request.POST.get("key", ""))
    form = SceneForm(
        step=step, initial={"stage": usual_stage(step), "with_drafts": True, "width": "360", "theme": "light"}
    )
    shown = reverse("admin:recovery_shown") + (f"?id={step.pk}" if step and step.pk else "")
    context = desk.context(
        request, step.title if step else _("Preview a recovery"), form=form, step=step, typed=typed, shown=shown
    )
    return render(request, "admin/recovery/preview.html", context)


TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@desk.page("advice/step/shown/", name="recovery_shown")
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def shown(request: HttpRequest) -> HttpResponse:
    """The page itself, for the frame. It is drawn by the person's own view, and nothing of it is stored."""
    step = step_meant(request)
    data = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and step is None:
        step = Step(title=data.get("title", ""), key=data.get("key", ""), language=data.get("language", "en"))
    form = SceneForm(data, step=step)
    if not form.is_valid():
        form = SceneForm({f"{PREFIX}-{name}": value for name, value in usual(step).items()}, step=step)
        form.full_clean()
    problems: list[str] = []

    def put_in_what_is_typed() -> None:
        problems.extend(admin.site._registry[Step].rehearse(request, step))  # type: ignore[attr-defined]

    before = put_in_what_is_typed if request.method == "POST" else None
    with staged(form.scene(), now=timezone.now(), before=before) as stage:
        if problems:
            context = {"problems": problems, "title": _("Preview")}
            return render(request, "admin/recovery/problems.html", context, status=422)
        return as_seen(request, form.cleaned_data["page"], stage)


def usual(step: Step | None) -> dict[str, Any]:
    page = STEP if step else FIRST
    return {"page": page, "stage": usual_stage(step), "days_late": 0, "noes": 1, "theme": "light", "with_drafts": "on"}


class Said(BaseStorage):
    """Messages of this one page: neither the curator's, nor kept."""

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, *_args: Any, **_kwargs: Any) -> list[Any]:
        return []


def as_seen(request: HttpRequest, page: str, stage: Staged) -> HttpResponse:
    """The answer of the person's own view to the person; a long step with all its questions on one page."""
    seen: Any = copy.copy(request)
    seen.user, seen.method, seen.GET, seen.POST = stage.person, "GET", QueryDict(), QueryDict()
    seen.wants_fragment, seen._messages = False, Said(request)
    show: Callable[..., HttpResponse]
    parts: dict[str, Any]
    if page == FIRST:
        show, parts = views.recoveries.for_, {"application_id": stage.application.pk}
    elif page == LIST or stage.step is None:
        show, parts = views.recoveries.detail, {"recovery_id": stage.recovery.pk}
    else:
        seen.GET = QueryDict(urlencode({"at": ALL}))
        show, parts = views.steps.detail, {"recovery_id": stage.recovery.pk, "key": stage.step.key}
        if not stage.is_planned:
            messages.info(seen, NOT_SHOWN)
    with translation.override(stage.person.spoken_language), timezone.override(stage.person.zone):
        return show(seen, **parts)
