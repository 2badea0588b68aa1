"""Controls whose answer is a day, a number or a tick."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from accounts import localised
from applications.days import add_business_days
from recovery.prompts.base import PromptKind, Value


class Tick(PromptKind):
    """A box or a switch. Not ticked is an answer too, except to *required*."""

    template = "recovery/prompts/_tick.html"

    @property
    def weight(self) -> int:
        return 0

    def initial(self) -> bool:
        return bool(self.options.get("default", False))

    def clean(self, data: QueryDict) -> bool:
        return self.key in data

    def is_empty(self, value: Value) -> bool:
        return not value


class Day(PromptKind):
    template = "recovery/prompts/_date.html"

    def suggestion(self) -> date | None:
        if "default_offset_business_days" in self.options:
            return add_business_days(self.around.today, self.options["default_offset_business_days"])
        if "default_offset_days" in self.options:
            return self.around.today + timedelta(days=self.options["default_offset_days"])
        return None

    def counted(self) -> str:
        """How the day that is suggested was counted."""
        if days := self.options.get("default_offset_business_days"):
            return ngettext("%(days)s working day from today", "%(days)s working days from today", days) % {
                "days": days
            }
        if days := self.options.get("default_offset_days"):
            return ngettext("%(days)s day from today", "%(days)s days from today", days) % {"days": days}
        return ""

    def initial(self) -> date | None:
        return self.suggestion()

    def clean(self, data: QueryDict) -> date | None:
        return self.day(data, self.key)

    def split(self, value: date | None) -> tuple[Any, str]:
        return (value.isoformat() if value else None), ""

    def said(self, value: date | None) -> list[str]:
        return [localised.day(value)] if value else []

    def join(self, plain: Any, secret: str) -> date | None:
        return date.fromisoformat(plain) if plain else None


class OptionalDay(Day):
    """Empty until the person wants one; the suggestion stands beside it."""

    def initial(self) -> None:
        return None


class Number(PromptKind):
    template = "recovery/prompts/_number.html"

    @property
    def least(self) -> int:
        return self.options.get("min", 0)

    @property
    def most(self) -> int:
        return self.options.get("max", 1000)

    def initial(self) -> int | None:
        return self.options.get("default")

    def clean(self, data: QueryDict) -> int | str | None:
        given = data.get(self.key, "").strip()
        if not given:
            return None
        is_number = given.isascii() and given.isdigit() and len(given) < 10
        if not is_number or not self.least <= int(given) <= self.most:
            self.refuse(
                gettext("Please give a whole number from %(least)s to %(most)s.")
                % {"least": self.least, "most": self.most}
            )
            return given[:20]
        return int(given)
