from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.keys import key_in
from accounts.undo import say_undoable
from applications.views.answers import PersonRequest, posted, refuse
from recovery import bank, operations
from recovery.forms import AchievementForm, BankSearchForm
from recovery.models import Achievement

ROWS = 20
NEW, EDIT, FORM = (f"recovery/achievements/{name}.html" for name in ("new", "edit", "_form"))


def found(request: PersonRequest) -> tuple[BankSearchForm, list[Achievement], list[Achievement]]:
    """What was looked for (`?q=`, `?tag=`), the whole bank, and what of it was found."""
    form = BankSearchForm(request.GET)
    form.is_valid()
    text, tag = form.cleaned_data.get("q", ""), form.cleaned_data.get("tag", "")
    cards = bank.cards_of(request.user)
    return form, cards, bank.found_in(cards, text=text, tag=tag)


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    form, cards, shown = found(request)
    context = {
        "form": form,
        "page": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "tags": bank.tags_of(cards),
        "tag": form.cleaned_data.get("tag", ""),
        "has_cards": bool(cards),
        "query": request.GET.urlencode(),
    }
    return render(request, "recovery/achievements/list.html", context)


@require_safe
def text(request: PersonRequest) -> HttpResponse:
    """The cards that were looked for as a file of plain text."""
    shown = found(request)[2]
    response = HttpResponse(bank.as_text(shown), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="achievements.txt"'
    return response


def context_of(request: PersonRequest, form: AchievementForm, **more: Any) -> dict[str, Any]:
    names = [name for name, _count in bank.tags_of(bank.cards_of(request.user))]
    return {"form": form, "tag_names": names} | more


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """`?application=7`: it was there that something went well."""
    number = key_in(request.POST.get("application") or request.GET.get("application")) or 0
    application = request.user.applications.for_lists().filter(pk=number).first()
    form = AchievementForm(posted(request))
    context = context_of(request, form, application=application)
    if request.method != "POST":
        return render(request, NEW, context)
    if not form.is_valid():
        return refuse(request, NEW, NEW, context)
    operations.keep_achievement(request.user, application=application, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Kept in your bank."))
    return redirect("recovery:achievement-list")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, achievement_id: int) -> HttpResponse:
    card = get_object_or_404(request.user.achievements.kept(), pk=achievement_id)
    name = str(card)
    form = AchievementForm(posted(request), instance=card)
    context = context_of(request, form, card=card, name=name)
    if request.method != "POST":
        return render(request, EDIT, context)
    if not form.is_valid():
        return refuse(request, EDIT, EDIT, context)
    operations.change_achievement(card, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('recovery:achievement-list')}#achievement-{card.pk}")


@require_POST
def delete(request: PersonRequest, achievement_id: int) -> HttpResponse:
    card = get_object_or_404(request.user.achievements.kept(), pk=achievement_id)
    operations.remove_achievement(card, now=timezone.now())
    to = reverse("recovery:achievement-restore", args=[card.pk])
    say_undoable(request, _("“%(name)s” is deleted.") % {"name": card}, to=to)
    return redirect("recovery:achievement-list")


@require_POST
def restore(request: PersonRequest, achievement_id: int) -> HttpResponse:
    card = get_object_or_404(request.user.achievements, pk=achievement_id)
    operations.restore_achievement(card)
    messages.success(request, _("It is back."))
    return redirect(f"{reverse('recovery:achievement-list')}#achievement-{card.pk}")
