from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from nudges import queries


class ReboundAdminSite(admin.AdminSite):
    """The curators' and operators' desk. Its login is the ordinary one, so rate limits hold here too."""

    site_header = _("Rebound, behind the scenes")
    site_title = _("Rebound")
    login = method_decorator(secure_admin_login)(admin.AdminSite.login)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Adds whether mail goes out at all: staff learn it on every page (templates/admin/base_site.html)."""
        nobody_hears = request.user.is_authenticated and not queries.is_anything_running(timezone.now())
        return super().each_context(request) | {"nobody_hears": nobody_hears}
