"""Bringing one's own copy from another Rebound: chosen, looked at, brought in."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import limits
from accounts.copies import parts
from accounts.copies.opening import Unfit
from accounts.copies.storing import Contradicts
from applications import operations
from applications.forms.copies import CopyForm
from applications.models import BroughtCopy
from applications.views.answers import PersonRequest, posted
from applications.wording import why_left

AN_HOUR, MOST_AN_HOUR = 3600, 20


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """What is going to happen, and the file. Only for an account with nothing in it: nothing is mixed."""
    form = CopyForm(posted(request), request.FILES or None)
    if request.method == "POST" and not allows(request):
        form.add_error(None, so_many())
    elif request.method == "POST" and form.is_valid():
        try:
            operations.bring_copy(request.user, form.cleaned_data["file"].file, now=timezone.now())
            return redirect("applications:copy-look")
        except Unfit as problem:
            form.add_error("file", str(problem))
        except operations.NoRoom:
            form.add_error("file", no_room_for_all(request))
        except operations.NotEmpty:
            pass
    context = {"form": form, "is_empty": parts.is_empty(request.user)}
    return render(request, "applications/copies/new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: PersonRequest) -> HttpResponse:
    """What is in it and what will not come along; its button brings all of it in."""
    copy: BroughtCopy | None = getattr(request.user, "brought_copy", None)
    if copy is None:  # brought in already, or forgotten after a day
        return redirect("applications:copy-new")
    problem = bring_in(request, copy) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        messages.success(request, _("Your copy is here, with everything you wrote."))
        return redirect("applications:application-list")
    left = list(left_in(copy))
    context = {"copy": copy, "counts": list(counts_in(copy)), "left": left, "problem": problem}
    return render(request, "applications/copies/look.html", context, status=422 if problem else 200)


def bring_in(request: PersonRequest, copy: BroughtCopy) -> str:
    """Why it could not be brought in; nothing of it is here then."""
    if not allows(request):
        return so_many()
    try:
        is_done = operations.bring_copy_in(copy, now=timezone.now())
    except operations.NotEmpty:
        return _("There are things in this account by now, so nothing was brought in.")
    except operations.NoRoom:
        return no_room_for_all(request)
    except Contradicts as error:
        label = parts.labels().get(str(error), "")
        return _("Something in the copy contradicts itself (%(where)s), so nothing was brought in.") % {"where": label}
    except Unfit as error:
        return str(error)
    except OSError:
        return _("The file could not be read again just now, and nothing was brought in. Please try once more.")
    if not is_done and parts.is_empty(request.user):
        return _("The copy was thrown away meanwhile, and nothing was brought in.")
    return ""


def allows(request: PersonRequest) -> bool:
    """Reading a copy, for a look or to bring it in, may take a while."""
    return limits.allows("copy", str(request.user.pk), amount=MOST_AN_HOUR, seconds=AN_HOUR)


def so_many() -> str:
    return _("That were many files in a short time. Please wait a while.")


def no_room_for_all(request: PersonRequest) -> str:
    megabytes = settings.DOCUMENT_ROOM // 1_000_000
    return _("There is room for %(room)s MB of documents here, and those in the copy are more.") % {"room": megabytes}


def counts_in(copy: BroughtCopy) -> Iterator[tuple[Any, int]]:
    counts = copy.look["counts"]
    return ((label, counts[mark]) for mark, label in parts.labels().items() if counts.get(mark))


def left_in(copy: BroughtCopy) -> Iterator[tuple[Any, Any, int]]:
    """How the rows are called, why, and how many."""
    labels = parts.labels()
    return ((labels[mark], why_left(why), count) for mark, why, count in copy.look["left"] if mark in labels)


@require_POST
def delete(request: PersonRequest) -> HttpResponse:
    operations.throw_copy_away(request.user)
    messages.success(request, _("It is thrown away."))
    return redirect("applications:copy-new")
