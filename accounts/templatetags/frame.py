"""The navigation of the frame: which pages it names, and which of them the person is on."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

PAGES: list[tuple[str, Promise]] = [
    ("/", _("Today")),
    ("/applications/", _("Applications")),
    ("/applications/board/", _("Board")),
    ("/interviews/", _("Interviews")),
    ("/recovery/", _("Recovery")),
    ("/nudges/", _("Nudges")),
    ("/advice/", _("Advice")),
    ("/letters/", _("Letters")),
    ("/settings/", _("Settings")),
]


@dataclass(frozen=True)
class NavigationLink:
    url: str
    label: Promise
    current: str
    """The value of `aria-current`: `page` on that very page, `true` somewhere below it, else empty."""


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[NavigationLink]:
    """The links of the main navigation. The longest address that leads to the open page is the current one."""
    path = getattr(context.get("request"), "path", "")
    leading = [url for url, _label in PAGES if path == url or (url != "/" and path.startswith(url))]
    nearest = max(leading, key=len, default=None)
    return [
        NavigationLink(url, label, "" if url != nearest else "page" if path == url else "true") for url, label in PAGES
    ]


@register.simple_tag
def sends_mail() -> bool:
    """Whether this installation has a mail service; without one its mails lie in the folder `var/mail`."""
    return bool(settings.EMAIL_URL)
