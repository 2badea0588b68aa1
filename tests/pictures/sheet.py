"""Contact sheets: a dozen pictures on one, to look at together."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# For pictures up to this width: columns, rows, and the size of one in pixels. What is longer is cut off.
GRIDS = {500: (6, 2, 330, 900), 1000: (4, 3, 480, 620), 10_000: (3, 4, 640, 440)}
GAP, LABEL = 12, 24


def lay_out(pictures: list[Path], folder: Path) -> list[Path]:
    """Writes sheets of pictures of one width and scheme into the folder: `sheet-<width>-<scheme>-<number>.png`."""
    sheets: list[Path] = []
    groups: dict[str, list[Path]] = {}
    for picture in pictures:
        groups.setdefault("-".join(picture.stem.rsplit("-", 2)[1:]), []).append(picture)
    for group, members in groups.items():
        limit = next(limit for limit in GRIDS if int(group.split("-")[0]) <= limit)
        size = GRIDS[limit][0] * GRIDS[limit][1]
        for number, first in enumerate(range(0, len(members), size), 1):
            path = folder / f"sheet-{group}-{number}.png"
            sheet(members[first : first + size], *GRIDS[limit]).save(path, optimize=True)
            sheets.append(path)
    return sheets


def sheet(pictures: list[Path], columns: int, rows: int, width: int, height: int) -> Image.Image:
    rows = min(rows, -(-len(pictures) // columns))
    whole = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + LABEL + GAP) + GAP), "#808080")
    draw, font = ImageDraw.Draw(whole), ImageFont.load_default(15)
    for place, path in enumerate(pictures):
        x = GAP + place % columns * (width + GAP)
        y = GAP + place // columns * (height + LABEL + GAP)
        draw.text((x, y + 2), path.stem, fill="#ffffff", font=font)
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((width, round(picture.height * width / picture.width)), Image.LANCZOS)
        whole.paste(small.crop((0, 0, width, min(height, small.height))), (x, y + LABEL))
    return whole
