from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice import queries
from advice.admin.curated import CuratedAdmin
from advice.admin.forms import CuratedForm
from advice.models import SupportService


class SupportServiceForm(CuratedForm):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")


class CheckFilter(admin.SimpleListFilter):
    """Services whose number, hours and address somebody should look up again."""

    title = _("check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("due"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() != "due":
            return rows
        return rows.filter(pk__in=queries.unchecked_services(timezone.localdate()).values("pk"))


@admin.register(SupportService)
class SupportServiceAdmin(CuratedAdmin):
    form = SupportServiceForm
    list_display = ["name", "country", "shows_number", "verified_on"]
    list_filter = [CheckFilter, "country", *CuratedAdmin.list_filter]
    search_fields = ["name", "key", "about"]
    fieldsets = [
        (None, {"fields": ["key", ("name", "country"), "url", "about"]}),
        (_("Number"), {"fields": [("phone", "hours"), ("verified_by", "verified_on")]}),
        (_("State"), {"fields": CuratedAdmin.about_fields}),
    ]

    @admin.display(description=_("number shown"), boolean=True)
    def shows_number(self, service: SupportService) -> bool:
        return bool(service.phone_on(timezone.localdate()))
