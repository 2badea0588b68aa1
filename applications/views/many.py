"""What is done with several applications of the list at once, each act with a way back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST

from accounts.keys import key_in
from accounts.undo import say_undoable
from applications import listing, operations
from applications.forms import ListForm, ManyForm
from applications.models import Act
from applications.views.answers import PersonRequest, go
from applications.views.lists import back


def picked(request: PersonRequest) -> list[int]:
    """The keys of what was ticked, or of all that match what the list was narrowed to. Others' are never among them."""
    if "all" in request.POST:
        form = ListForm(QueryDict(request.POST.get("query", "")), user=request.user, tags=list(request.user.tags.all()))
        return list(
            listing.found(request.user, form.wish(), now=timezone.now()).order_by().values_list("pk", flat=True)
        )
    return [key for key in map(key_in, request.POST.getlist("pick")) if key is not None]


def act_on_picked(
    request: PersonRequest, verb: Callable[..., Act | None], said: Any, *, asks: str = ""
) -> HttpResponse:
    """Does it with what is ticked, says on how many it was done, and goes back to the list.

    `asks` names the field of `ManyForm` that the button goes with; `said` counts, and may name what was chosen in it.
    """
    keys, form = picked(request), ManyForm(request.POST, user=request.user)
    chosen = form.asked(asks) if asks else {}
    if not keys or (asks and not chosen):
        missing = form.missing(asks) if keys else _("Please tick at least one application first.")
        messages.warning(request, missing)
        return back(request)
    act = verb(request.user, keys, now=timezone.now(), **chosen)
    count = len(act.before) if act else 0
    say(request, act, said % {"count": count, "chosen": form.spoken(asks)})
    return back(request)


def say(request: PersonRequest, act: Act | None, text: str) -> None:
    """What was done, and the button that takes it back; where nothing was, that."""
    if act is None:
        messages.warning(request, _("Nothing was changed: none of the selected ones could be."))
    else:
        address, query = reverse("applications:act-undo", args=[act.pk]), request.POST.get("query", "")
        say_undoable(request, text, to=address, query=query)


@require_POST
def move(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy("%(count)d application: %(chosen)s.", "%(count)d applications: %(chosen)s.", "count")
    return act_on_picked(request, operations.move_many, said, asks="stage")


@require_POST
def record_outcome(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy(
        "%(count)d application closed: %(chosen)s.", "%(count)d applications closed: %(chosen)s.", "count"
    )
    return act_on_picked(request, operations.record_outcome_many, said, asks="outcome")


@require_POST
def tag(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy(
        "%(count)d application tagged “%(chosen)s”.", "%(count)d applications tagged “%(chosen)s”.", "count"
    )
    return act_on_picked(request, operations.tag_many, said, asks="tag")


@require_POST
def untag(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy(
        "“%(chosen)s” taken off %(count)d application.", "“%(chosen)s” taken off %(count)d applications.", "count"
    )
    return act_on_picked(request, operations.untag_many, said, asks="tag")


@require_POST
def change_period(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy("%(count)d application: %(chosen)s.", "%(count)d applications: %(chosen)s.", "count")
    return act_on_picked(request, operations.change_period_many, said, asks="period")


@require_POST
def archive(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy(
        "%(count)d application put into the archive.", "%(count)d applications put into the archive.", "count"
    )
    return act_on_picked(request, operations.archive_many, said)


@require_POST
def unarchive(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy(
        "%(count)d application taken out of the archive.", "%(count)d applications taken out of the archive.", "count"
    )
    return act_on_picked(request, operations.unarchive_many, said)


@require_POST
def trash(request: PersonRequest) -> HttpResponse:
    said = ngettext_lazy("%(count)d application is in the trash.", "%(count)d applications are in the trash.", "count")
    return act_on_picked(request, operations.trash_many, said)


@require_POST
def undo(request: PersonRequest, act_id: int) -> HttpResponse:
    act = get_object_or_404(request.user.acts, pk=act_id)
    wanted = len(act.before)
    count = operations.take_back(act, now=timezone.now())
    if count < wanted:
        left = ngettext(
            "Taken back, except on %(count)d application that was changed since.",
            "Taken back, except on %(count)d applications that were changed since.",
            wanted - count,
        )
        messages.warning(request, left % {"count": wanted - count})
    else:
        messages.success(request, _("Taken back."))
    return back(request) if "query" in request.POST else go(request, "applications:application-list")
