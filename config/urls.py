from django.contrib import admin
from django.urls import include, path

from config.health import health

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("advice.urls")),
    path("", include("applications.urls")),
    path("", include("recovery.urls")),
    path("", include("nudges.urls")),
]
