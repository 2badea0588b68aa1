"""Takes the pictures; see `bin/pictures --help`."""

import argparse
import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.pictures import icons, stage
from tests.services.installation import ROOT

FOLDER = ROOT / "docs" / "pictures"


def wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/pictures",
        description="Takes every page with the demo person's search: <page>-<width>-<scheme>.png in docs/pictures/.",
    )
    add = parser.add_argument
    add("pages", nargs="*", help="only these: a name, or the beginning of some (today, step, error-404); default all")
    add("--width", type=int, action="append", help="only this width (360, 768, 1280 or any other); may be repeated")
    add("--scheme", choices=["light", "dark"], help="only this one; default both")
    add("--sheet", action="store_true", help="also contact sheets, a dozen pictures on each")
    add("--into", type=Path, default=FOLDER, help="the folder to write to")
    add("--address", help="an app that runs already, on the VAR_DIR that is set; without it one is started on a copy")
    add("--kept", action="store_true", help="instead take those of the landing page and the readme, small")
    add("--icons", action="store_true", help="instead make the icons in static/img/ from favicon.svg")
    add("--names", action="store_true", help="only say which pictures there are")
    return parser.parse_args()


@contextlib.contextmanager
def an_app(address: str | None) -> Iterator[str]:
    if address:
        stage.use(None)
        yield address
    else:
        with stage.a_rebound() as own:
            yield own


@contextlib.contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield browser
        browser.close()


def main() -> int:
    wanted = wishes()
    if wanted.icons:
        with a_browser() as browser:
            print(*icons.make(browser), sep="\n")
        return 0
    began = time.monotonic()
    with an_app(wanted.address) as address:
        # Only now: these need Django to be set up.
        from tests.pictures import pages
        from tests.pictures.people import People

        people = People()
        everything = pages.pictures(people, has_more=not wanted.address)
        chosen = [picture for picture in everything if is_wanted(picture.name, wanted.pages)]
        wrong = [f"{name}: neither a picture nor a reason for none" for name in pages.forgotten(everything)]
        wrong += [f"No picture is called {name}." for name in wanted.pages if not any_named(chosen, name)]
        if wanted.kept:
            taken = take_kept(everything, people, address)
            print(*(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB" for path in taken), sep="\n")
        elif wanted.names:
            print(*(picture.name for picture in chosen), sep="\n")
        else:
            taken, seen = take(chosen, people, address, wanted)
            wrong += seen
            print(f"{len(taken)} pictures in {time.monotonic() - began:.0f} s")
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


def is_wanted(name: str, beginnings: list[str]) -> bool:
    return not beginnings or any(name == wanted or name.startswith(f"{wanted}-") for wanted in beginnings)


def any_named(chosen: list, name: str) -> bool:
    return any(is_wanted(picture.name, [name]) for picture in chosen)


def take_kept(everything: list, people, address: str) -> list[Path]:
    from tests.pictures import kept

    with a_browser() as browser:
        return list(kept.take(browser, address, people, everything))


def take(chosen: list, people, address: str, wanted: argparse.Namespace) -> tuple[list[Path], list[str]]:
    """The files, and what went wrong; one page that fails does not keep the others from being taken."""
    from tests.pictures import sheet
    from tests.pictures.camera import SCHEMES, WIDTHS, Camera

    wanted.into.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    with a_browser() as browser:
        camera = Camera(browser, address, wanted.into, people)
        for picture in chosen:
            for width in wanted.width or WIDTHS:
                try:
                    taken += camera.take(picture, width, [wanted.scheme] if wanted.scheme else SCHEMES)
                except Error as problem:
                    camera.note(picture, width, str(problem).splitlines()[0])
    if wanted.sheet:
        print(*sheet.lay_out(taken, wanted.into), sep="\n")
    return taken, camera.wrong


if __name__ == "__main__":
    sys.exit(main())
