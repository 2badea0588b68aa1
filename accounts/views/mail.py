"""The mail folder of an installation that sends no mail: each person reads what was written to their own address."""

import re
from collections.abc import Callable
from functools import wraps
from itertools import islice

import nh3
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import mail_folder, second_steps
from accounts.requests import PersonRequest

View = Callable[..., HttpResponse]
TAGS = {"a", "blockquote", "br", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "strong", "ul"}


def only_without_mail_service(view: View) -> View:
    """With a mail service configured nothing lies here, and the page does not exist."""

    @wraps(view)
    def answer(request: PersonRequest, *args: str, **kwargs: str) -> HttpResponse:
        if settings.EMAIL_URL:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def can_see_everyone(request: PersonRequest) -> bool:
    """Whoever may look at people in the admin. Curators may not, although they are staff."""
    may_look = request.user.is_staff and request.user.has_perm("accounts.view_user")
    return may_look and not second_steps.is_missing(request)


@require_safe
@only_without_mail_service
def overview(request: PersonRequest) -> HttpResponse:
    context = {"mails": mail_folder.mails_of(request.user), "can_see_everyone": can_see_everyone(request)}
    return render(request, "accounts/mail/overview.html", context)


@require_safe
@only_without_mail_service
def everyone(request: PersonRequest) -> HttpResponse:
    """For operators: what was written to whom and when, without a word of what is inside."""
    if not can_see_everyone(request):
        raise Http404
    return render(request, "accounts/mail/everyone.html", {"mails": list(islice(mail_folder.newest_first(), 200))})


@require_safe
@only_without_mail_service
def read(request: PersonRequest, name: str) -> HttpResponse:
    mail = mail_folder.read(name)
    if mail is None or not mail_folder.may_read(request.user, mail):
        raise Http404
    context = {"mail": mail, "text": mail.body("plain"), "html": harmless(mail.body("html"))}
    return render(request, "accounts/mail/read.html", context)


def harmless(html: str) -> str:
    """The words and links of a formatted mail, without its looks, pictures and scripts.

    Its headings stand below the one of the page.
    """
    words = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, clean_content_tags={"style", "script", "title"})
    return re.sub(r"<(/?)h[123]>", r"<\1h2>", words)
