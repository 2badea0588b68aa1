"""Countries to choose from, and which one a person may be in: a guess, never asked for."""

from babel.core import get_global

from accounts import localised
from accounts.models import User

NO_COUNTRIES = {"001", "ZZ"}  # the world, and nowhere known


def choices() -> list[tuple[str, str]]:
    """Every country with a time zone, by its name in the reader's language."""
    codes = set(get_global("zone_territories").values()) - NO_COUNTRIES
    return sorted(((code, localised.country(code)) for code in codes), key=lambda one: one[1].casefold())


def of_zone(name: str) -> str:
    """The country in which a time zone lies, older names included; empty for what is no place."""
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    code = str(territories.get(name) or territories.get(aliases.get(name, "")) or "")
    return "" if code in NO_COUNTRIES else code


def of_language(name: str) -> str:
    """The country in the name of a language: GB in “en-GB”."""
    region = name.replace("_", "-").rpartition("-")[2].upper()
    return region if "-" in name and region in set(get_global("zone_territories").values()) - NO_COUNTRIES else ""


def of_person(person: User) -> str:
    """The country they chose; else the one of their time zone, else of their language."""
    return person.country or of_zone(person.time_zone) or of_language(person.language)
