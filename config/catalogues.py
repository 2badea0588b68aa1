"""Translations in the form that is read while the app runs, made from what translators write (`locale/*/LC_MESSAGES/`).

Done whenever something starts, and when an image is built; nothing but the app itself is needed for it.
"""

from collections.abc import Callable
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

Say = Callable[[str], None]


def compile_all(folder: Path, say: Say = print) -> None:
    """Makes `django.mo` beside each `django.po` that is newer. What cannot be used is named and left in English."""
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            with source.open("rb") as file:
                catalogue = read_po(file, locale=str(Locale.parse(source.parts[-3])), abort_invalid=True)
            leave_out_broken(catalogue, source, say=say)
            with target.open("wb") as file:
                write_mo(file, catalogue)
        except (PoFileError, UnknownLocaleError, OSError, ValueError) as problem:
            say(f"{source} is not used: {problem}")


def leave_out_broken(catalogue: Catalog, source: Path, *, say: Say) -> None:
    """A translation that lost a placeholder such as %(day)s would break its page."""
    for message, errors in list(catalogue.check()):
        say(f"{source}: line {message.lineno} is not used: {errors[0]}")
        catalogue.delete(message.id, message.context)


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parent.parent / "locale")
