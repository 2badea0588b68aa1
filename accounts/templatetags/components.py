"""Pieces of pages that need more than an include: tabs that know where one is, and a menu around whatever is in it."""

from dataclasses import dataclass
from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Area(NamedTuple):
    """Pages that show one thing in several ways: the name of the landmark, and (name of the address, words) of each."""

    label: Promise
    pages: list[tuple[str, Promise]]


AREAS = {
    "applications": Area(
        _("Applications"),
        [
            ("applications:application-list", _("List")),
            ("applications:board", _("Board")),
            ("applications:company-list", _("Companies")),
            ("applications:contact-list", _("Contacts")),
            ("applications:document-list", _("Documents")),
            ("applications:figures-show", _("Figures")),
        ],
    ),
    "recovery": Area(
        _("Recovery"),
        [
            ("recovery:recovery-list", _("Recoveries")),
            ("recovery:achievement-list", _("Achievements")),
            ("recovery:experiment-list", _("Experiments")),
        ],
    ),
    "nudges": Area(
        _("Nudges"),
        [
            ("nudges:plan-show", _("Plan")),
            ("nudges:plan-history", _("History")),
            ("nudges:settings-edit", _("How and when")),
        ],
    ),
    "advice": Area(
        _("Advice"),
        [
            ("advice:article-index", _("Articles")),
            ("advice:letter-index", _("Letters")),
            ("applications:letter-list", _("My letters")),
        ],
    ),
}


@dataclass(frozen=True)
class Tab:
    url: str
    label: Promise | str
    is_current: bool


@register.inclusion_tag("components/_tabs.html", takes_context=True)
def tabs(context: template.Context, name: str) -> dict[str, object]:
    """The tabs of an area: `{% tabs "applications" %}`. The open page is the current one."""
    area, path = AREAS[name], getattr(context.get("request"), "path", "")
    urls = [(reverse(address), label) for address, label in area.pages]
    return {"label": area.label, "tabs": [Tab(url, label, url == path) for url, label in urls]}


@register.simple_block_tag
def menu(content: str, label: str, word: str = "") -> SafeString:
    """What can be done besides: `{% menu _("More") %}<li>…</li>{% endmenu %}`; see components/_menu.html."""
    return render_to_string("components/_menu.html", {"label": label, "word": word, "content": content})
