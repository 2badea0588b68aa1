"""What the page reads from the files of the design system."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from accounts.templatetags.frame import PAGES

COMMENT = re.compile(r"/\*\s*(.*?)\s*\*/", re.DOTALL)
DECLARATION = re.compile(r"/\*\s*(?P<group>.*?)\s*\*/|--(?P<name>[\w-]+):\s*(?P<value>[^;]+);", re.DOTALL)
ICON = re.compile(r"""(?:lucide |icon=)"([a-z0-9-]+)\"""")
FIRST_COMMENT = re.compile(r"\{#\s*(.*?)\s*#\}")
# How a token is shown, by how its name begins; any other as a measure.
KINDS = {
    "font": "font",
    "size": "size",
    "leading": "leading",
    "space": "length",
    "touch": "length",
    "radius": "radius",
    "shadow": "shadow",
    "quick": "motion",
    "calm": "motion",
}


def folder(*parts: str) -> Path:
    return Path(settings.BASE_DIR, *parts)


@dataclass
class Token:
    name: str
    value: str
    otherwise: str = ""
    """Its value in the dark, or where something may move."""

    @property
    def swatch(self) -> str:
        """The template that shows it."""
        is_colour = self.value.startswith(("#", "rgb("))
        kind = "colour" if is_colour else KINDS.get(self.name.partition("-")[0], "measure")
        return f"styleguide/swatches/_{kind}.html"


@dataclass(frozen=True)
class Group:
    """Tokens under one comment of their sheet."""

    title: str
    tokens: list[Token] = field(default_factory=list)


def token_groups() -> list[Group]:
    groups: list[Group] = []
    tokens: dict[str, Token] = {}
    for found in declarations("tokens"):
        if found["group"]:
            groups.append(Group(" ".join(found["group"].split())))
        elif found["name"] in tokens:  # once more, inside a media query
            tokens[found["name"]].otherwise = found["value"]
        else:
            token = tokens[found["name"]] = Token(found["name"], found["value"])
            groups[-1].tokens.append(token)
    for found in declarations("dark"):
        if found["name"] in tokens:
            tokens[found["name"]].otherwise = found["value"]
    return [group for group in groups if group.tokens]


def declarations(sheet: str) -> list[re.Match[str]]:
    return list(DECLARATION.finditer(folder("static", "css", f"{sheet}.css").read_text()))


@dataclass(frozen=True)
class Component:
    """A sheet of `static/css/components/`, with what its own first comment says, and the section that shows it."""

    name: str
    about: str

    @property
    def section(self) -> str:
        name = f"styleguide/sections/_{self.name}.html"
        try:
            get_template(name)
        except TemplateDoesNotExist:
            return ""
        return name


def components() -> list[Component]:
    sheets = sorted(folder("static", "css", "components").glob("*.css"))
    first = {sheet: COMMENT.search(sheet.read_text()) for sheet in sheets}
    return [Component(sheet.stem, " ".join(found[1].split()) if found else "") for sheet, found in first.items()]


@dataclass(frozen=True)
class Include:
    name: str
    about: str


def includes() -> list[Include]:
    found = []
    for path in sorted(folder("templates", "components").glob("_*.html")):
        comment = FIRST_COMMENT.search(path.read_text())
        found.append(Include(path.name, comment[1] if comment else ""))
    return found


def icons() -> list[str]:
    named = {name for path in folder("templates").rglob("*.html") for name in ICON.findall(path.read_text())}
    return sorted(named | {page.icon for page in PAGES})


def drawings() -> list[str]:
    return [path.stem.strip("_") for path in sorted(folder("templates", "components", "illustrations").glob("_*.html"))]
