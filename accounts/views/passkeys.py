from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.views import login_webauthn, reauthenticate_webauthn
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """allauth's own, which does not say that it is for people who are not signed in."""
    return back_to("account_login", request, login_webauthn(request))


def again(request: HttpRequest) -> HttpResponse:
    """allauth's own, which sends to the sign-in page whoever gave a passkey that did not fit."""
    return back_to("mfa_reauthenticate_webauthn", request, reauthenticate_webauthn(request))


def back_to(page: str, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """After a passkey that did not fit: back to where it was asked for, on the way to where the person wanted to go."""
    if answer.status_code != 302 or answer["Location"] != reverse("account_login"):
        return answer
    wanted = get_next_redirect_url(request)
    return redirect(reverse(page) + (f"?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if wanted else ""))
