"""The one style sheet that pages link, `css/rebound.css`, put together from its parts in `static/css/` as they change.

Parts in folders are never served by themselves: their addresses, as in `url(../img/mark.svg)`, count from `css/`.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/rebound.css"
LAYERS = "@layer tokens, base, layout, components, pages, utilities;\n"
# What comes later wins where layers do not decide; within a folder by name.
ORDER = ["tokens", "base", "layout", "components/*", "pages/*", "utilities"]
COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|("[^"]*"|'[^']*')""", re.DOTALL)


def parts(folder: Path) -> list[Path]:
    """The files the sheet is made of, in their order."""
    return [part for pattern in ORDER for part in sorted(folder.glob(f"{pattern}.css"))]


def joined(folder: Path, *, with_comments: bool = False) -> str:
    """The whole sheet. The order of the layers stands first, so that it does not depend on who names one first.

    Comments are a quarter of what a phone would have to fetch.
    """
    named = [f"/* {part.relative_to(folder).as_posix()} */\n{part.read_text()}" for part in parts(folder)]
    text = "\n".join([LAYERS, *named])
    return text if with_comments else re.sub(r"\n\s*\n+", "\n", COMMENT_OR_STRING.sub(r"\1", text))


class Finder(FileSystemFinder):
    """Finds what lies in `static/` and, written to `VAR_DIR` for whoever wants to open it, the sheet."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(app_names, *args, **kwargs)
        self.written = FileSystemStorage(location=settings.VAR_DIR / "stylesheet")

    def find_location(self, root: Any, path: str, prefix: str | None = None) -> str | None:
        if path == NAME:
            return self._write()
        return None if _is_in_folder_of_parts(path) else super().find_location(root, path, prefix)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        for path, storage in super().list(ignore_patterns):
            if not _is_in_folder_of_parts(path):
                yield path, storage
        self._write()
        yield NAME, self.written

    def _write(self) -> str:
        """Brings the file up to its parts, at one stroke: others may be reading it."""
        target = Path(self.written.path(NAME))
        text = joined(settings.BASE_DIR / "static" / "css", with_comments=settings.DEBUG)
        if target.exists() and target.read_text() == text:
            return str(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.chmod(draft, 0o644)
        os.replace(draft, target)
        return str(target)


def _is_in_folder_of_parts(path: str) -> bool:
    return Path(path).as_posix().startswith(("css/components/", "css/pages/"))
