from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.health import health
from config.metrics import metrics
from config.styleguide import views as styleguide

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("health/", health, name="health"),
    path("metrics/", metrics, name="metrics"),
    path("styleguide/", styleguide.show, name="styleguide"),
    path("styleguide/question/", styleguide.ask, name="styleguide-question"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("advice.urls")),
    path("", include("applications.urls")),
    path("", include("recovery.urls")),
    path("", include("nudges.urls")),
]

if settings.ANYMAIL:  # what providers tell us of our mail; they write to us, we take no mail from them
    from anymail.urls import urlpatterns as of_providers

    events = [pattern for pattern in of_providers if "inbound" not in str(pattern.name)]
    urlpatterns.append(path("mail-events/", include((events, "anymail"))))
