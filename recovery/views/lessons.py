from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.keys import key_in
from accounts.undo import say_undoable
from applications import queries as applications
from applications.views.answers import PersonRequest
from recovery import operations, queries
from recovery.models import Lesson


@require_POST
def keep(request: PersonRequest, recovery_id: int) -> HttpResponse:
    """Saves the line for next time out of a recovery, so that it comes up before interviews and can be marked."""
    recovery = get_object_or_404(queries.kept(request.user), pk=recovery_id)
    if line := queries.line_to_keep(recovery):
        operations.keep_lesson_of_recovery(recovery, text=line, now=timezone.now())
        messages.success(request, _("Kept. It comes up before your next interviews."))
    return redirect(recovery)


@require_POST
def mark(request: PersonRequest, lesson_id: int) -> HttpResponse:
    """Says whether it was tried and helped; then back to the interview on whose page that was (`interview`)."""
    lesson = get_object_or_404(request.user.lessons, pk=lesson_id)
    word = request.POST.get("mark", "")
    try:
        operations.mark_lesson(lesson, word, now=timezone.now())
    except ValueError:
        messages.error(request, _("Nothing was changed: please choose one of the buttons."))
    if word == "no_help":
        number = request.POST.get("interview", "")
        say_undoable(request, _("It does not come up any more."), to=request.path, mark="tried", interview=number)
    return back(request, lesson)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, lesson_id: int) -> HttpResponse:
    lesson = get_object_or_404(request.user.lessons, pk=lesson_id)
    if request.method == "POST":
        answer = back(request, lesson)
        operations.delete_lesson(lesson)
        messages.success(request, _("Deleted. What you wrote in the debrief is still there."))
        return answer
    context = {
        "heading": _("Delete this lesson?"),
        "text": _("“%(text)s” does not come up any more. What you wrote in the debrief stays.") % {"text": lesson},
        "action": reverse("recovery:lesson-delete", args=[lesson.pk]),
        "label": _("Delete"),
        "cancel_url": reverse("applications:interview-list"),
    }
    return render(request, "components/_confirm.html", context)


def back(request: PersonRequest, lesson: Lesson) -> HttpResponse:
    interview = applications.interviews_of(request.user).filter(pk=key_in(request.POST.get("interview")) or 0).first()
    if interview is None:
        return redirect("applications:interview-list")
    return redirect(f"{interview.get_absolute_url()}#lesson-{lesson.pk}")
