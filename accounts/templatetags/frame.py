"""The navigation of the frame: which pages it names, and which of them the person is on."""

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.undo import undo_of

register = template.Library()
register.filter("undo", undo_of)


class Page(NamedTuple):
    url: str
    label: Promise
    icon: str
    in_dock: bool = False
    begins_group: bool = False


PAGES = [
    Page("/", _("Today"), "sun", in_dock=True),
    Page("/applications/", _("Applications"), "briefcase", in_dock=True),
    Page("/applications/board/", _("Board"), "square-kanban"),
    Page("/interviews/", _("Interviews"), "calendar"),
    Page("/recovery/", _("Recovery"), "sprout", in_dock=True),
    Page("/nudges/", _("Nudges"), "bell", begins_group=True),
    Page("/advice/", _("Advice"), "book-open"),
    Page("/letters/", _("Letters"), "mail"),
    Page("/settings/", _("Settings"), "settings", begins_group=True),
]

# Where a page belongs that lies elsewhere: the tabs at its head, or the way back from it, say the same.
ELSEWHERE = {
    "/accounts/2fa/": "/settings/",
    "/accounts/email/": "/settings/",
    "/accounts/password/": "/settings/",
    "/accounts/reauthenticate/": "/settings/",
    "/applications/copies/": "/settings/",
    "/applications/letters/": "/letters/",
    "/companies/": "/applications/",
    "/contacts/": "/applications/",
    "/documents/": "/applications/",
    "/lessons/": "/recovery/",
    "/mail/": "/settings/",
}


@dataclass(frozen=True)
class NavigationLink:
    page: Page
    current: str
    """The value of `aria-current`: `page` on that very page, `true` somewhere below it, else empty."""


@register.simple_tag(takes_context=True)
def navigation_links(context: template.Context, where: str) -> SafeString:
    """The links of the main navigation, as components/_links_<where>.html draws them: `side`, `menu` or `dock`.

    The longest address that leads to the open page is the current one.
    """
    path = getattr(context.get("request"), "path", "")
    places = {page.url: page.url for page in PAGES} | ELSEWHERE
    leading = [place for place in places if path == place or (place != "/" and path.startswith(place))]
    nearest = places[max(leading, key=len)] if leading else ""
    return links_drawn(where, nearest, "page" if path == nearest else "true", get_language() or "")


@lru_cache(maxsize=512)
def links_drawn(where: str, nearest: str, current: str, language: str) -> SafeString:
    """They are the same on every page of an area for everybody, and stand three times on each."""
    links = [NavigationLink(page, current if page.url == nearest else "") for page in PAGES]
    return render_to_string(f"components/_links_{where}.html", {"links": links})


@register.simple_tag(takes_context=True)
def typed_key(context: template.Context) -> str:
    """With which a browser keeps what is typed, as long as this sign-in lasts (static/js/keep-form.js)."""
    session_key = getattr(getattr(context.get("request"), "session", None), "session_key", None)
    if not session_key:
        return ""
    return base64.b64encode(salted_hmac("accounts.typed", session_key, algorithm="sha256").digest()).decode()


@register.simple_tag
def sends_mail() -> bool:
    """Whether this installation has a mail service; without one its mails lie in the folder `var/mail`."""
    return bool(settings.EMAIL_URL)
