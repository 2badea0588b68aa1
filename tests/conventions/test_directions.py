"""Pages run from left to right or from right to left: style sheets name the start and the end, never left and right."""

import re
from pathlib import Path

import pytest

from tests.conventions.test_house import ROOT

SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|(?:text-align|float|clear):\s*(?:left|right)\b"
    r"|(?<![-\w])(?:left|right):|border-(?:top|bottom)-(?:left|right)-radius"
)
FOUR_SIDES = re.compile(r"(?<![-\w])(?:margin|padding|inset):\s*([^;}]+)")
RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")


def values(text: str) -> list[str]:
    """The values of a shorthand; what stands in brackets is one."""
    return re.findall(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", text)


def one_sided(sheet: str) -> list[str]:
    """Declarations that stay on their side when the page turns round. Rules for one direction alone may."""
    found = []
    for selector, body in RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        if "[dir=" in selector or ":dir(" in selector:
            continue
        found += PHYSICAL.findall(body)
        sides = [values(given) for given in FOUR_SIDES.findall(body)]
        found += [" ".join(four) for four in sides if len(four) == 4 and four[1] != four[3]]
    return found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: str(path.relative_to(ROOT)))
def test_style_sheets_name_start_and_end(sheet: Path):
    assert one_sided(sheet.read_text()) == []


def test_what_stays_on_its_side_is_found():
    assert one_sided("@layer a { p { margin-left: 1px; } b { color: red; float: left } }") == [
        "margin-left",
        "float: left",
    ]
    assert one_sided("p { padding: 0 1px 0 calc(2px + 1px); left: 0 }") == ["left:", "0 1px 0 calc(2px + 1px)"]
    assert one_sided('p { inset: auto 0 0; padding: 1px 2px } [dir="rtl"] p { left: 0 }') == []
