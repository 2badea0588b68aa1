"""Which languages this installation speaks: English in two ways of writing, and those translated in `locale/`."""

from pathlib import Path

from babel import Locale, UnknownLocaleError

# Both are the words of the source; they differ in how days, times and numbers are written.
WITHOUT_CATALOGUE = [("en", "English"), ("en-us", "English (United States)")]


def languages_in(folder: Path) -> list[tuple[str, str]]:
    """Codes as Django writes them (`pt-br`), each with each language's own name for itself, in the order of names."""
    catalogues = folder.glob("*/LC_MESSAGES/django.mo")
    codes = {catalogue.parts[-3].replace("_", "-").lower() for catalogue in catalogues}
    found = [(code, own_name(code)) for code in codes - set(dict(WITHOUT_CATALOGUE))]
    return WITHOUT_CATALOGUE + sorted(found, key=lambda language: language[1])


def own_name(code: str) -> str:
    """“Français”, “Português (Brasil)”; the code itself for a language that nobody has described."""
    try:
        name = Locale.parse(code, sep="-").get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def right_to_left(languages: list[tuple[str, str]]) -> list[str]:
    """Of these languages the ones that are written from right to left, by their first part, as Django asks for them."""
    bases = dict.fromkeys(code.partition("-")[0] for code, _name in languages)
    return [base for base in bases if is_right_to_left(base)]


def is_right_to_left(code: str) -> bool:
    try:
        return Locale.parse(code, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False
