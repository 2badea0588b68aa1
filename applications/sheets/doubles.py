"""Which lines are there already: the same company and a like role, applied for at about the same time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from applications.postings import links
from applications.similar import Role, company_key, role_of

NEAR = timedelta(days=14)  # two applications for the same role that are further apart are two


@dataclass(frozen=True)
class One:
    """As much of an application as tells it from others. `pk` is 0 for a line of the same spreadsheet."""

    role: Role
    applied_on: date | None
    link: str
    pk: int = 0
    number: int = 0

    def is_like(self, other: One) -> bool:
        if not self.role.is_like(other.role):
            return bool(self.link and self.link == other.link and self.role.words & other.role.words)
        days = (self.applied_on, other.applied_on)
        return None in days or abs(self.applied_on - other.applied_on) <= NEAR  # type: ignore[operator]


@dataclass
class Known:
    """What is there, by company; lines of the spreadsheet are added as they are met."""

    there: dict[str, list[One]] = field(default_factory=lambda: defaultdict(list))

    def find_or_add(self, facts: dict[str, Any], *, number: int) -> One | None:
        """The one that this may be once more. Where there is none, it is known from now on."""
        key = company_key(facts["company"])
        url = links.identity(facts.get("url", ""))
        one = One(role_of(facts["role"]), facts.get("applied_on"), url, number=number)
        found = next((other for other in self.there.get(key, ()) if one.is_like(other)), None)
        if found is None:
            self.there[key].append(one)
        return found


def known_to(user: User, companies: Iterable[str]) -> Known:
    """The person's applications at companies of these names. One query."""
    keys = {company_key(name) for name in companies}
    known = Known()
    rows = user.applications.order_by("pk").values_list("pk", "company__name", "role", "applied_on", "url")
    for pk, company, role, applied_on, url in rows.iterator(chunk_size=2000):
        if (key := company_key(company)) in keys:
            known.there[key].append(One(role_of(role), applied_on, links.identity(url), pk=pk))
    return known
