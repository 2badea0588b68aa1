"""Time zones to choose from, by part of the world; places have the names they have in the reader's language."""

import zoneinfo
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts import localised

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}
# Names of the zone database for machines, which say nothing to a person.
NO_PLACES = {"Factory", "localtime", "posixrules"}

Zones = list[tuple[str, str]]


def by_region() -> list[tuple[str, Zones]]:
    """All time zones, those of one part of the world together, in the order of their names; the rest last."""
    regions: dict[str, Zones] = {}
    for name in zoneinfo.available_timezones() - NO_PLACES:
        regions.setdefault(name.partition("/")[0], []).append((name, place_of(name)))
    return [*known(regions), (pgettext("time zones", "Other"), others(regions))]


def known(regions: dict[str, Zones]) -> Iterator[tuple[str, Zones]]:
    shown = [(str(words), regions[region]) for region, words in REGIONS.items() if region in regions]
    for words, zones in sorted(shown):
        yield words, sorted(zones, key=lambda zone: (zone[1].casefold(), zone[0]))


def others(regions: dict[str, Zones]) -> Zones:
    """Older names such as “US/Eastern”, and what is no place at all."""
    return sorted((name, name) for region in regions.keys() - REGIONS.keys() for name, _place in regions[region])


def place_of(name: str) -> str:
    """“Kyiv” for Europe/Kiev; what the name itself says where the language has no other."""
    known_as = localised.locale().time_zones.get(name, {}).get("city")
    return known_as or name.partition("/")[2].replace("_", " ") or name


def meant_by(text: str) -> str:
    """“Europe/Berlin” for “berlin”: the one time zone that is called so or whose place is. Else what was typed."""
    typed = text.strip().replace(" ", "_").casefold()
    ways: list[Callable[[str], str]] = [str, place_in, place_of]
    for name_of in ways:
        names = [name for name in zoneinfo.available_timezones() if name_of(name).replace(" ", "_").casefold() == typed]
        if len(names) == 1:
            return names[0]
    return text


def place_in(name: str) -> str:
    return name.rpartition("/")[2]


def known_as(name: str) -> zoneinfo.ZoneInfo | None:
    """The time zone of this name, if it is one."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
