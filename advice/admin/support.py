from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.admin.curated import CuratedAdmin
from advice.admin.forms import CuratedForm
from advice.models import SupportService


class SupportServiceForm(CuratedForm):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")


@admin.register(SupportService)
class SupportServiceAdmin(CuratedAdmin):
    form = SupportServiceForm
    list_display = ["name", "country", "shows_number", "verified_on"]
    list_filter = ["country", *CuratedAdmin.list_filter]
    search_fields = ["name", "key", "about"]
    fieldsets = [
        (None, {"fields": ["key", ("name", "country"), "url", "about"]}),
        (_("Number"), {"fields": [("phone", "hours"), ("verified_by", "verified_on")]}),
        (_("State"), {"fields": CuratedAdmin.about_fields}),
    ]

    @admin.display(description=_("number shown"), boolean=True)
    def shows_number(self, service: SupportService) -> bool:
        return bool(service.phone_on(timezone.localdate()))
