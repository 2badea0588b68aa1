"""Makes the icons of `static/img/` from `favicon.svg` (`bin/pictures --icons`)."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.services.installation import ROOT

FOLDER = ROOT / "static" / "img"
SIGN = FOLDER / "favicon.svg"
ROUND, SQUARE = 'rx="7.5"', 'rx="0"'  # who puts an icon on a home screen cuts its corners
SMALLER = ("translate(1.5 1.9) scale(.91)", "translate(5.3 5.7) scale(.67)")  # stays inside the smallest cut


def make(browser: Browser) -> list[Path]:
    """`favicon.ico`, and what phones put on their home screens."""
    svg = SIGN.read_text()
    whole = svg.replace(ROUND, SQUARE)
    safe = whole.replace(*SMALLER)
    small = [drawn(browser, svg, size) for size in (16, 32, 48)]
    small[-1].save(FOLDER / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)], append_images=small[:-1])
    made = [FOLDER / "favicon.ico"]
    wanted = {
        "apple-touch-icon": (whole, 180),
        "icon-192": (svg, 192),
        "icon-512": (svg, 512),
        "icon-whole-512": (safe, 512),
    }
    for name, (drawing, size) in wanted.items():
        made.append(FOLDER / f"{name}.png")
        few_colours(drawn(browser, drawing, size)).save(made[-1], optimize=True)
    return made


def drawn(browser: Browser, svg: str, size: int) -> Image.Image:
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    picture = page.screenshot(omit_background=True)
    page.close()
    return Image.open(io.BytesIO(picture)).convert("RGBA")


def few_colours(picture: Image.Image) -> Image.Image:
    """Two colours and the steps between them need no more than a byte for each point."""
    return picture.quantize(32, method=Image.Quantize.FASTOCTREE)
