"""The few pictures that are committed: those of the landing page and of the readme (`bin/pictures --kept`)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.pictures.camera import ALL_IMAGES, PHONE
from tests.pictures.pages import Picture
from tests.pictures.people import People
from tests.services.installation import ROOT

AT_MOST = 60_000  # bytes of one file
QUALITIES = [86, 80, 72, 64]


@dataclass(frozen=True)
class Kept:
    """What a window of this size shows of a page, `scale` pixels of the file to each of its own."""

    file: str  # {} stands for light or dark
    picture: str
    width: int
    height: int
    scale: float = 1

    @property
    def schemes(self) -> list[str]:
        return ["light", "dark"] if "{}" in self.file else ["light"]


KEPT = [
    Kept("static/img/landing/today-{}.webp", "today", 1080, 760, 1.2),
    Kept("static/img/landing/today-narrow-{}.webp", "today", 390, 600, 1.6),
    Kept("static/img/landing/step-{}.webp", "recovery-detail", 390, 760, 1.6),
    Kept("static/img/landing/plan-{}.webp", "plan", 390, 760, 1.6),
    Kept("docs/pictures/today.webp", "today", 1100, 760),
    Kept("docs/pictures/step.webp", "step-explanations-map", 1100, 760),
    Kept("docs/pictures/curating-preview.webp", "curating-preview", 1100, 960),
    Kept("docs/pictures/curating-nudge.webp", "curating-nudge", 1100, 960),
    Kept("docs/pictures/curating-overview.webp", "curating-overview", 1100, 760),
    Kept("docs/pictures/curating-version.webp", "curating-version", 1100, 760),
    Kept("docs/pictures/curating-packs.webp", "curating-packs", 1100, 760),
]


def take(browser: Browser, address: str, people: People, pictures: list[Picture]) -> Iterator[Path]:
    by_name = {picture.name: picture for picture in pictures}
    for kept in KEPT:
        page = opened(browser, address, people, by_name[kept.picture], kept)
        for scheme in kept.schemes:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(ALL_IMAGES)
            path = ROOT / kept.file.format(scheme)
            compress(page.screenshot(animations="disabled"), path)
            yield path
        page.context.close()


def opened(browser: Browser, address: str, people: People, picture: Picture, kept: Kept) -> Page:
    people.show_life()
    context = browser.new_context(
        base_url=address,
        viewport={"width": kept.width, "height": kept.height},
        device_scale_factor=kept.scale,
        has_touch=kept.width <= PHONE,
        is_mobile=kept.width <= PHONE,
        reduced_motion="reduce",
        service_workers="block",
    )
    if cookie := people.cookie(picture.by):
        context.add_cookies([cookie | {"url": address}])
    page = context.new_page()
    page.goto(picture.path(people), wait_until="load")
    if picture.act:
        picture.act(page)
    return page


def compress(screenshot: bytes, path: Path) -> None:
    """As WebP, as good as fits into the limit."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality in QUALITIES:
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size <= AT_MOST:
            return
    raise ValueError(f"{path.relative_to(ROOT)} does not fit into {AT_MOST // 1000} kB.")
