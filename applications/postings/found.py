from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

PAY = ("salary_min", "salary_max", "salary_currency", "salary_period")
PLACE = ("location", "work_mode")


@dataclass(frozen=True)
class Found:
    """What a posting says of itself, under the names of an application's fields. Empty where it says nothing sound."""

    company: str = ""
    role: str = ""
    url: str = ""
    location: str = ""
    work_mode: str = ""
    salary_min: int | None = None
    salary_max: int | None = None
    salary_currency: str = ""
    salary_period: str = ""
    deadline_on: date | None = None
    source: str = ""
    posting_text: str = ""

    @property
    def is_a_posting(self) -> bool:
        """Whether it is worth showing: a link or the name of a site alone is not."""
        return bool(self.company or self.role or self.posting_text)

    def completed_by(self, other: Found) -> Found:
        """With what only the other says. Pay belongs together, and so do place and mode: no half is taken."""
        mine, theirs = vars(self), vars(other)
        more: dict[str, Any] = {}
        for group in (PAY, PLACE):
            if not any(mine[name] for name in group):
                more |= {name: theirs[name] for name in group}
        alone = [field.name for field in fields(self) if field.name not in PAY + PLACE]
        more |= {name: theirs[name] for name in alone if not mine[name]}
        return replace(self, **more)

    def said(self) -> dict[str, Any]:
        """Only what was found, as JSON can say it: the initial values of a form."""
        values = {name: value for name, value in asdict(self).items() if value not in ("", None)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
