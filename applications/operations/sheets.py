"""Bringing applications in from a spreadsheet: kept for a day while the person says what is what, then all at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from applications.models import Sheet
from applications.operations.importing import add_many
from applications.sheets import keeping, plans
from applications.sheets.looking import Look, look_at
from applications.sheets.plans import Plan
from applications.sheets.rows import Row
from applications.sheets.tables import Line, Page

KEPT = timedelta(days=1)
MOST_KEPT = 5  # of one person: older ones make way


@transaction.atomic
def keep_sheet(user: User, lines: list[Line], *others: Page, name: str = "", now: datetime) -> Sheet:
    """Keeps what was brought, for this person and for a day, with a guess of what its columns are.

    `others` are the further sheets of a workbook, of which this one, called `name`, is taken until another is chosen.
    """
    plan = plans.guessed(lines, user)
    content = keeping.written([Page(name, lines), *others])
    sheet = user.sheets.create(content=content, plan=keeping.written_plan(plan), brought_at=now)
    older = user.sheets.values_list("pk", flat=True)[MOST_KEPT:]
    user.sheets.filter(pk__in=list(older)).delete()
    return sheet


def choose_page(sheet: Sheet, number: int) -> None:
    """Takes another sheet of the workbook; its columns are guessed."""
    pages, _chosen = keeping.pages_of(sheet)
    sheet.content = keeping.written(pages, chosen=number)
    sheet.plan = keeping.written_plan(plans.guessed(pages[number].lines, sheet.user))
    sheet.save(update_fields=["content", "plan"])


def change_plan(sheet: Sheet, plan: Plan) -> None:
    """Keeps what the person decided about its columns, days and words."""
    sheet.plan = keeping.written_plan(plan)
    sheet.save(update_fields=["plan"])


def look_through(sheet: Sheet, *, now: datetime) -> Look:
    """What would come of it: what is new, what is there already, what cannot be read. Stores nothing."""
    user = sheet.user
    return look_at(keeping.lines_of(sheet), keeping.plan_of(sheet), user=user, today=user.local_day(now))


@transaction.atomic
def bring_in(sheet: Sheet, *, too: Collection[int], with_flawed: bool, now: datetime) -> Sheet:
    """Adds what is new, in one act; a second time does nothing.

    `too` are the numbers of lines that are to come in although they seem to be there already. `with_flawed`: lines in
    which something cannot be read come in too, with that in their notes. Of what was brought only the lines that are
    left out are kept, for the rest of the day.
    """
    sheet = Sheet.objects.select_for_update().select_related("user").get(pk=sheet.pk)
    if sheet.done_at:
        return sheet
    look = look_through(sheet, now=now)
    wanted = [*look.new, *(row for row, _like in look.there if row.number in too)]
    taken = [row for row in wanted if with_flawed or not row.unread]
    sheet.act = add_many(sheet.user, [row.all_facts() for row in taken], now=now)
    sheet.added, sheet.done_at = len(taken), now
    keep_left_out(sheet, [*look.lost, *(row for row in wanted if row.unread and not with_flawed)])
    sheet.save()
    return sheet


def keep_left_out(sheet: Sheet, rows: list[Row]) -> None:
    plan, numbers = keeping.plan_of(sheet), {row.number for row in rows}
    lines = [line for line in keeping.lines_of(sheet) if line.number in numbers or line.number == plan.head]
    pages, chosen = keeping.pages_of(sheet)
    left = [Page(page.name, lines if numbers and at == chosen else []) for at, page in enumerate(pages)]
    sheet.content = keeping.written(left, chosen=chosen)


def throw_sheet_away(sheet: Sheet) -> None:
    """Forgets what was brought. What came of it stays."""
    sheet.delete()


def sweep_sheets(*, now: datetime) -> int:
    """Forgets what was brought a day ago; returns how many."""
    return Sheet.objects.filter(brought_at__lte=now - KEPT).delete()[0]
