"""What is done with several applications of the list at once, each act with a way back."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.undo import say_undoable
from applications import listing, operations
from applications.forms import ListForm, ManyForm
from applications.models import Act, JobApplication
from applications.views.answers import PersonRequest, go
from applications.views.lists import back
from applications.wording import word_for

INT_DIGITS = 18


def picked(request: PersonRequest) -> list[int]:
    """The keys of what was ticked, or of all that match what the list was narrowed to. Others' are never among them."""
    if "all" in request.POST:
        form = ListForm(QueryDict(request.POST.get("query", "")), user=request.user, tags=list(request.user.tags.all()))
        return list(listing.found(request.user, form.wish()).order_by().values_list("pk", flat=True))
    ticked = [value for value in request.POST.getlist("pick") if value.isascii() and value.isdecimal()]
    return [int(value) for value in ticked if len(value) <= INT_DIGITS]


def say(request: PersonRequest, act: Act | None, text: str) -> None:
    """What was done, and the button that takes it back; where nothing was, that."""
    if act is None:
        messages.warning(request, _("Nothing was changed: none of the selected ones could be."))
    else:
        address, query = reverse("applications:act-undo", args=[act.pk]), request.POST.get("query", "")
        say_undoable(request, text, to=address, query=query)


def nothing_asked(request: PersonRequest, keys: Iterable[int], text: str) -> HttpResponse:
    messages.warning(request, text if keys else _("Please tick at least one application first."))
    return back(request)


def count_of(act: Act | None) -> int:
    return len(act.before) if act else 0


@require_POST
def move(request: PersonRequest) -> HttpResponse:
    keys, stage = picked(request), ManyForm(request.POST, user=request.user).asked("stage")
    if not keys or not stage:
        return nothing_asked(request, keys, _("Please choose where to move them."))
    act = operations.move_many(request.user, keys, stage=stage, now=timezone.now())
    count = count_of(act)
    words = {"count": count, "stage": JobApplication.Stage(stage).label}
    text = ngettext("%(count)d application: %(stage)s.", "%(count)d applications: %(stage)s.", count) % words
    say(request, act, text)
    return back(request)


@require_POST
def record_outcome(request: PersonRequest) -> HttpResponse:
    keys, kind = picked(request), ManyForm(request.POST, user=request.user).asked("outcome")
    if not keys or not kind:
        return nothing_asked(request, keys, _("Please choose how they ended."))
    act = operations.record_outcome_many(request.user, keys, kind=kind, now=timezone.now())
    count = count_of(act)
    words = {"count": count, "outcome": word_for(kind, request.user)}
    text = ngettext("%(count)d application closed: %(outcome)s.", "%(count)d applications closed: %(outcome)s.", count)
    say(request, act, text % words)
    return back(request)


@require_POST
def tag(request: PersonRequest) -> HttpResponse:
    keys, name = picked(request), ManyForm(request.POST, user=request.user).asked("tag")
    if not keys or not name:
        return nothing_asked(request, keys, _("Please write which tag, in at most 50 letters."))
    act = operations.tag_many(request.user, keys, name=name, now=timezone.now())
    count = count_of(act)
    words = {"count": count, "tag": name}
    text = ngettext("%(count)d application tagged “%(tag)s”.", "%(count)d applications tagged “%(tag)s”.", count)
    say(request, act, text % words)
    return back(request)


@require_POST
def untag(request: PersonRequest) -> HttpResponse:
    keys, name = picked(request), ManyForm(request.POST, user=request.user).asked("tag")
    if not keys or not name:
        return nothing_asked(request, keys, _("Please write which tag, in at most 50 letters."))
    act = operations.untag_many(request.user, keys, name=name, now=timezone.now())
    count = count_of(act)
    words = {"count": count, "tag": name}
    text = ngettext("“%(tag)s” taken off %(count)d application.", "“%(tag)s” taken off %(count)d applications.", count)
    say(request, act, text % words)
    return back(request)


@require_POST
def archive(request: PersonRequest) -> HttpResponse:
    keys = picked(request)
    if not keys:
        return nothing_asked(request, keys, "")
    act = operations.archive_many(request.user, keys, now=timezone.now())
    count = count_of(act)
    text = ngettext(
        "%(count)d application put into the archive.", "%(count)d applications put into the archive.", count
    )
    say(request, act, text % {"count": count})
    return back(request)


@require_POST
def unarchive(request: PersonRequest) -> HttpResponse:
    keys = picked(request)
    if not keys:
        return nothing_asked(request, keys, "")
    act = operations.unarchive_many(request.user, keys, now=timezone.now())
    count = count_of(act)
    text = ngettext(
        "%(count)d application taken out of the archive.", "%(count)d applications taken out of the archive.", count
    )
    say(request, act, text % {"count": count})
    return back(request)


@require_POST
def trash(request: PersonRequest) -> HttpResponse:
    keys = picked(request)
    if not keys:
        return nothing_asked(request, keys, "")
    act = operations.trash_many(request.user, keys, now=timezone.now())
    count = count_of(act)
    text = ngettext("%(count)d application is in the trash.", "%(count)d applications are in the trash.", count)
    say(request, act, text % {"count": count})
    return back(request)


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
