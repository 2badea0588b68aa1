"""What a copy says besides, for its owner to read: it is over in days, or opens a door, and does not come in again."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from accounts.copies.tables import readable
from accounts.models import User
from applications.models import CalendarFeed, PostingFetch, Sheet


def said_besides(user: User) -> dict[str, Any]:
    return {
        "acts_on_many": plain_rows(user.acts.all()),
        "looked_up_postings": plain_rows(PostingFetch.objects.filter(user=user)),
        "spreadsheets": [sheet_part(sheet) for sheet in user.sheets.all()],
        "deleted_or_merged": plain_rows(user.removals.all()),
        "calendar": [calendar_part(feed) for feed in CalendarFeed.objects.filter(user=user)],
    }


def sheet_part(sheet: Sheet) -> dict[str, Any]:
    """With its lines and what was said about them, readable."""
    return plain(sheet) | {"content": json.loads(sheet.content), "plan": json.loads(sheet.plan)}


def calendar_part(feed: CalendarFeed) -> dict[str, Any]:
    """What it shows and since when, without the address: a file that is lost must open no door."""
    return {name: value for name, value in plain(feed).items() if not name.startswith("token")}


def plain_rows(rows: Iterable[Model]) -> list[dict[str, Any]]:
    return [plain(row) for row in rows]


def plain(row: Model) -> dict[str, Any]:
    """Every column of a row as JSON can say it; also columns that are added later."""
    values = {field.name: readable(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return {name: value for name, value in values.items() if name != "user"}
