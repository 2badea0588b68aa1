from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class ReboundAdminSite(admin.AdminSite):
    """The curators' and operators' desk. Its login is the ordinary one, so rate limits hold here too."""

    site_header = _("Rebound, behind the scenes")
    site_title = _("Rebound")
    login = secure_admin_login(admin.AdminSite.login)
