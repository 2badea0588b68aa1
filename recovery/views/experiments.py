from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.undo import say_undoable
from applications.views.answers import PersonRequest, posted, refuse
from applications.views.editing import said_of
from recovery import operations, queries, trying
from recovery.forms import ExperimentForm, LookForm
from recovery.models import Experiment
from recovery.operations.experiments import LOOK_AFTER, first_day

DETAIL, NEW, EDIT = (f"recovery/experiments/{name}.html" for name in ("detail", "new", "edit"))
SHOWN = 50
NEXT_LOOK_AFTER = timedelta(days=14)


def one_of(request: PersonRequest, experiment_id: int) -> Experiment:
    return get_object_or_404(request.user.experiments, pk=experiment_id)


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    experiments = request.user.experiments.all()
    context = {
        "running": trying.with_numbers(experiments.running().select_related("user")[:SHOWN]),
        "ended": experiments.exclude(ended_as="")[:SHOWN],
        "today": request.user.local_day(timezone.now()),
    }
    return render(request, "recovery/experiments/list.html", context)


def look_form(request: PersonRequest, experiment: Experiment) -> LookForm:
    today = request.user.local_day(timezone.now())
    initial = {"finding": experiment.finding, "look_on": today + NEXT_LOOK_AFTER}
    return LookForm(posted(request), today=today, initial=initial)


def context_of(request: PersonRequest, experiment: Experiment, form: LookForm) -> dict[str, Any]:
    today = request.user.local_day(timezone.now())
    tried = trying.tried_on(experiment)
    return {
        "experiment": experiment,
        "tried": tried,
        "comparison": trying.compare(experiment, tried),
        "enough": trying.ENOUGH,
        "came_from": queries.kept(request.user).filter(pk=experiment.recovery_id or 0).first(),
        "is_due": experiment.is_due(today),
        "form": form,
        "today": today,
    }


@require_safe
def detail(request: PersonRequest, experiment_id: int) -> HttpResponse:
    experiment = one_of(request, experiment_id)
    return render(request, DETAIL, context_of(request, experiment, look_form(request, experiment)))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    day = first_day(request.user, now=now)
    initial = {"started_on": day, "look_on": day + LOOK_AFTER, "wanted": 5}
    form = ExperimentForm(posted(request), initial=initial)
    context = {"form": form, "running": request.user.experiments.running()[:3]}
    if request.method != "POST":
        return render(request, NEW, context)
    if not form.is_valid():
        return refuse(request, NEW, NEW, context)
    experiment = operations.start_experiment(request.user, now=now, **form.cleaned_data)
    messages.success(request, _("It begins. The next applications count by themselves."))
    return redirect(experiment)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, experiment_id: int) -> HttpResponse:
    if request.method == "POST":
        return save(request, experiment_id)
    return render(request, EDIT, shown(request, one_of(request, experiment_id)))


def shown(request: PersonRequest, experiment: Experiment) -> dict[str, Any]:
    name = str(experiment)  # before the form writes what was typed on it
    return {"form": ExperimentForm(posted(request), instance=experiment), "experiment": experiment, "name": name}


def held(request: PersonRequest, experiment_id: int) -> Experiment:
    """From reading it to saving it, within one transaction: what the form compares with cannot change in between."""
    operations.lock(request.user)
    return one_of(request, experiment_id)


@transaction.atomic
def save(request: PersonRequest, experiment_id: int) -> HttpResponse:
    experiment = held(request, experiment_id)
    context = shown(request, experiment)
    form = context["form"]
    if not form.is_valid():
        return refuse(request, EDIT, EDIT, context)
    operations.change_experiment(experiment, now=timezone.now(), **form.cleaned_data)
    messages.success(request, said_of(form))
    return redirect(experiment)


@require_POST
@transaction.atomic
def end(request: PersonRequest, experiment_id: int) -> HttpResponse:
    """It was looked at: the change is kept or let go (`ended_as`)."""
    experiment, now = held(request, experiment_id), timezone.now()
    form = look_form(request, experiment)
    ended_as = request.POST.get("ended_as", "")
    is_known = ended_as in Experiment.EndedAs
    form.fields["look_on"].disabled = True  # it does not go on: whatever stands there is not asked for
    is_read = form.is_valid()
    if not (is_read and is_known):
        form.fields["look_on"].disabled = False  # on the page that comes back it can be asked for again
        if not is_known:
            form.add_error(None, _("Please choose one of the buttons."))
        return refuse(request, DETAIL, DETAIL, context_of(request, experiment, form))
    operations.end_experiment(experiment, ended_as=ended_as, finding=form.cleaned_data["finding"], now=now)
    text = _("Kept. It is your way of doing it now.") if ended_as == "kept" else _("Let go. That is a result too.")
    say_undoable(request, text, to=reverse("recovery:experiment-resume", args=[experiment.pk]))
    return redirect(experiment)


@require_POST
@transaction.atomic
def go_on(request: PersonRequest, experiment_id: int) -> HttpResponse:
    """It was looked at and goes on until another day."""
    experiment, now = held(request, experiment_id), timezone.now()
    form = look_form(request, experiment)
    form.fields["look_on"].required = True
    if not form.is_valid():
        return refuse(request, DETAIL, DETAIL, context_of(request, experiment, form))
    operations.go_on_with(experiment, now=now, **form.cleaned_data)
    messages.success(request, _("It goes on."))
    return redirect(experiment)


@require_POST
def resume(request: PersonRequest, experiment_id: int) -> HttpResponse:
    """Takes its end back."""
    experiment = one_of(request, experiment_id)
    operations.resume_experiment(experiment, now=timezone.now())
    messages.success(request, _("It goes on."))
    return redirect(experiment)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, experiment_id: int) -> HttpResponse:
    experiment = one_of(request, experiment_id)
    if request.method == "POST":
        operations.delete_experiment(experiment, now=timezone.now())
        messages.success(request, _("Deleted."))
        return redirect("recovery:experiment-list")
    context = {
        "heading": _("Delete this experiment?"),
        "text": _("“%(name)s” goes for good, with what you wrote about it. Your applications stay.")
        % {"name": experiment},
        "action": reverse("recovery:experiment-delete", args=[experiment.pk]),
        "label": _("Delete"),
        "cancel_url": experiment.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)
