"""*Did this help?* as curators see it: sums, and none of so few answers that one could tell who said what."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advice import queries
from advice.admin.curated import CuratedAdmin


class HelpedAdmin(CuratedAdmin):
    """For texts about which people can say whether they helped."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return queries.with_help_sums(super().get_queryset(request))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), "helped"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "helped"]

    @admin.display(description=_("did this help?"))
    def helped(self, row: Any) -> str:
        sums = {name: getattr(row, f"said_{name}", None) or 0 for name in ("yes", "little", "no")}
        if sum(sums.values()) < queries.FLOOR:
            return gettext("fewer than %(floor)s answers") % {"floor": queries.FLOOR}
        return gettext("yes %(yes)s, a little %(little)s, no %(no)s") % sums
