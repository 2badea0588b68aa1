"""The address of the list that shows what a figure counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from applications.models import JobApplication
from applications.periods import ALL, periods_of
from applications.spans import Span

USUAL = {"reached": JobApplication.Stage.APPLIED.value, "closed": "on", "archived": "on"}


@dataclass(frozen=True)
class Narrowing:
    """Narrows the list to a part of what was sent in a span: `narrowing(work_mode="remote")` is what follows the “?”.

    Of days the list knows only the one on which one applied: where that is not known of some of a span (`undated`), it
    cannot show the same, and there is no link.
    """

    span: Span
    undated: int = 0

    def __call__(self, **wish: object) -> str:
        if self.span.since and self.undated:
            return ""
        query: dict[str, object] = USUAL | self.of_span() | wish
        return urlencode({name: value for name, value in query.items() if value})

    def of_span(self) -> dict[str, object]:
        if self.span.period:
            return {"period": self.span.period.pk}
        since = self.span.since
        return {"period": ALL if periods_of(self.span.user) else "", "applied_from": since.isoformat() if since else ""}
