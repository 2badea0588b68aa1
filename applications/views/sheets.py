"""Bringing applications in from a spreadsheet, step by step. Each step is a page that one can go back to."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from accounts.undo import say_undoable
from applications import operations
from applications.forms.sheet_words import WordsForm
from applications.forms.sheets import BringForm, ColumnsForm, PageForm, SheetForm
from applications.models import Sheet
from applications.sheets import keeping, plans, writing
from applications.sheets.tables import Line
from applications.views.answers import PersonRequest, posted

AN_HOUR, MOST_AN_HOUR = 3600, 40
ROWS_SHOWN, THERE_SHOWN = 50, 300


def sheet_of(request: PersonRequest, sheet_id: int) -> Sheet:
    sheet: Sheet = get_object_or_404(request.user.sheets, pk=sheet_id)
    return sheet


def until_done(view: Callable[[PersonRequest, Sheet], HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a step the person's sheet; once all is brought in the steps lead to what came of it."""

    @wraps(view)
    def step(request: PersonRequest, sheet_id: int) -> HttpResponse:
        sheet = sheet_of(request, sheet_id)
        return redirect("applications:sheet-done", sheet.pk) if sheet.done_at else view(request, sheet)

    return step


def answer(request: PersonRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"applications/sheets/{template}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    form = SheetForm(posted(request), request.FILES or None)
    if request.method == "POST" and not allows(request):
        form.add_error(None, _("That were many files in a short time. Please wait a while."))
    elif request.method == "POST" and form.is_valid():
        first, *others = form.pages
        sheet = operations.keep_sheet(request.user, first.lines, *others, name=first.name, now=timezone.now())
        return redirect("applications:sheet-columns", sheet.pk)
    came = request.user.sheets.exclude(act=None).select_related("act").defer("content", "plan")
    latest = came.order_by("-done_at").first()
    is_standing = bool(latest and latest.act and latest.act.before)
    return answer(request, "new", {"form": form, "latest": latest if is_standing else None})


def allows(request: PersonRequest) -> bool:
    return limits.allows("sheet", str(request.user.pk), amount=MOST_AN_HOUR, seconds=AN_HOUR)


@require_http_methods(["GET", "HEAD", "POST"])
@until_done
def columns(request: PersonRequest, sheet: Sheet) -> HttpResponse:
    """What each column is. Where the headings are said to be in another row, they are guessed anew."""
    lines, plan = keeping.lines_of(sheet), keeping.plan_of(sheet)
    form = ColumnsForm(posted(request), lines=lines, plan=plan)
    if request.method == "POST" and form.is_valid():
        if form.moves_head():
            operations.change_plan(sheet, plans.guessed(lines, request.user, head=form.cleaned_data["head"]))
            return redirect("applications:sheet-columns", sheet.pk)
        chosen = replace(plan, columns=form.columns_chosen())
        operations.change_plan(sheet, plans.with_guesses(chosen, plans.below(lines, plan.head), request.user))
        return redirect("applications:sheet-words", sheet.pk)
    pages, number = keeping.pages_of(sheet)
    context = {"form": form, "sheet": sheet, "count": len(plans.below(lines, plan.head))}
    if len(pages) > 1:
        context |= {"page_form": PageForm(pages=pages, chosen=number), "page": pages[number].name}
    return answer(request, "columns", context)


@require_POST
@until_done
def page(request: PersonRequest, sheet: Sheet) -> HttpResponse:
    """Another sheet of the workbook. What is none of them changes nothing."""
    pages, chosen = keeping.pages_of(sheet)
    form = PageForm(request.POST, pages=pages, chosen=chosen)
    if form.is_valid() and form.cleaned_data["page"] != chosen:
        operations.choose_page(sheet, form.cleaned_data["page"])
    return redirect("applications:sheet-columns", sheet.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@until_done
def words(request: PersonRequest, sheet: Sheet) -> HttpResponse:
    """How days are meant and what words for stages mean; left out where nothing is to be asked."""
    plan = keeping.plan_of(sheet)
    today = request.user.local_day(timezone.now())
    form = WordsForm(posted(request), lines=keeping.lines_of(sheet), plan=plan, user=request.user, today=today)
    if not form.is_needed:
        return redirect("applications:sheet-look", sheet.pk)
    if request.method == "POST" and form.is_valid():
        orders, years, meanings = form.orders_chosen(), form.years_chosen(), form.meanings_chosen()
        chosen = replace(plan, orders=orders, years=years, meanings=meanings)
        operations.change_plan(sheet, chosen)
        return redirect("applications:sheet-look", sheet.pk)
    return answer(request, "words", {"form": form, "sheet": sheet})


@require_http_methods(["GET", "HEAD", "POST"])
@until_done
def look(request: PersonRequest, sheet: Sheet) -> HttpResponse:
    """What would come of it, before anything is stored; and the button that does it."""
    plan, now = keeping.plan_of(sheet), timezone.now()
    if not is_ready(plan):
        return redirect("applications:sheet-columns", sheet.pk)
    seen = operations.look_through(sheet, now=now)
    form = BringForm(posted(request), look=seen)
    if request.method == "POST" and form.is_valid():
        sheet = operations.bring_in(sheet, too=form.too_many(), with_flawed=form.with_flawed, now=now)
        say(request, sheet)
        return redirect("applications:sheet-done", sheet.pk)
    return answer(request, "look", {"form": form, "sheet": sheet} | shown(request, seen))


def is_ready(plan: plans.Plan) -> bool:
    """Whether it was said what is needed: an address can be opened out of turn."""
    return all(plan.columns_of(name) for name in ("company", "role"))


def shown(request: PersonRequest, seen: Any) -> dict[str, Any]:
    """As much as a page can show; what is there already with its application, in one query."""
    there = seen.there[:THERE_SHOWN]
    found = request.user.applications.for_lists().in_bulk([like.pk for _row, like in there if like.pk])
    return {
        "look": seen,
        "new": seen.new[:ROWS_SHOWN],
        "new_more": len(seen.new) - ROWS_SHOWN,
        "dated": seen.dated[:ROWS_SHOWN],
        "dated_more": len(seen.dated) - ROWS_SHOWN,
        "there": [(row, found.get(like.pk), like.number) for row, like in there],
        "there_more": len(seen.there) - THERE_SHOWN,
        "lost": seen.lost[:ROWS_SHOWN],
        "lost_more": len(seen.lost) - ROWS_SHOWN,
        "flawed": seen.flawed[:ROWS_SHOWN],
        "flawed_more": len(seen.flawed) - ROWS_SHOWN,
    }


def say(request: PersonRequest, sheet: Sheet) -> None:
    """How many came in, with the button that takes it back."""
    if sheet.act is None:
        messages.info(request, _("Nothing new was in it, so nothing was changed."))
        return
    text = ngettext("%(count)d application came in.", "%(count)d applications came in.", sheet.added)
    address = reverse("applications:act-undo", args=[sheet.act.pk])
    say_undoable(request, text % {"count": sheet.added}, to=address, query="")


@require_safe
def done(request: PersonRequest, sheet_id: int) -> HttpResponse:
    sheet = sheet_of(request, sheet_id)
    if not sheet.done_at:
        return redirect("applications:sheet-look", sheet.pk)
    pages, chosen = keeping.pages_of(sheet)
    others = [one.name for number, one in enumerate(pages) if number != chosen]
    context = {"sheet": sheet, "left": left_out_of(sheet)[1], "page": pages[chosen].name, "others": others}
    return answer(request, "done", context)


def left_out_of(sheet: Sheet) -> tuple[list[str], list[Line]]:
    lines, head = keeping.lines_of(sheet), keeping.plan_of(sheet).head
    return plans.headings_in(lines, head) if head else [], plans.below(lines, head)


@require_safe
def left_out(request: PersonRequest, sheet_id: int) -> HttpResponseBase:
    """The rows that were left out, as a file to put right and bring again."""
    sheet = sheet_of(request, sheet_id)
    if not sheet.done_at:
        return redirect("applications:sheet-look", sheet.pk)
    heads, lines = left_out_of(sheet)
    return writing.download(writing.left_out([heads, *(line.cells for line in lines)]), name="left-out.csv")


@require_POST
def delete(request: PersonRequest, sheet_id: int) -> HttpResponse:
    """Forgets what was brought, before its time."""
    operations.throw_sheet_away(sheet_of(request, sheet_id))
    messages.success(request, _("The spreadsheet is no longer here. Nothing else was changed."))
    return redirect("applications:application-list")
