from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.views import passkeys
from config.health import health
from config.metrics import metrics
from config.styleguide import views as styleguide

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
# What allauth has as pages of their own stands on one page here.
to_signing_in = RedirectView.as_view(pattern_name="accounts:signing-in-show")
second_steps: list[URLPattern | URLResolver] = [
    path("", to_signing_in, name="mfa_index"),
    path("webauthn/", to_signing_in, name="mfa_list_webauthn"),
    path("webauthn/login/", passkeys.sign_in, name="mfa_login_webauthn"),
    path("webauthn/reauthenticate/", passkeys.again, name="mfa_reauthenticate_webauthn"),
    path("", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("accounts/2fa/", include(second_steps)),
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
