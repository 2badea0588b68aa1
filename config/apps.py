from django.contrib.admin.apps import AdminConfig


class ReboundAdminConfig(AdminConfig):
    default_site = "config.admin.ReboundAdminSite"
