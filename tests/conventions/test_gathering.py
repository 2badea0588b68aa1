"""Translators get every sentence of ours, and none that is written in a way that keeps it from them."""

import ast
import re
from pathlib import Path

from tests.conventions.test_house import APPS, ROOT, python_files

# Left to machines: an attribute of <time>, the value of an input of the browser's own kind.
FOR_MACHINES = re.compile(r"""\|(?:date:['"](?:c|Y-m-d)['"]|time:['"]H:i['"])""")


def test_sentences_of_python_templates_and_mails_are_gathered(gathered):
    ids = {message.id for message in gathered}

    assert {"Which notes may come by e-mail?", "Skip to the content", "Hello,"} <= ids
    assert ("%(count)s application", "%(count)s applications") in ids
    assert any(message.id == "Open" and message.context == "button" for message in gathered)


def test_no_sentence_begins_or_ends_with_a_gap_to_be_glued(gathered):
    singles = [message.id if isinstance(message.id, str) else message.id[0] for message in gathered]

    assert [text for text in singles if text != text.strip()] == []


def test_gettext_has_only_names_that_are_looked_for():
    odd = []
    for path in python_files(*APPS, "config"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                odd += [f"{path}: {name.asname}" for name in node.names if name.asname not in (None, "_")]

    assert odd == []


def test_no_pattern_of_ours_decides_how_a_day_is_written():
    templates = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}]
    odd = [str(path) for path in templates if re.search(r"\|(date|time):", FOR_MACHINES.sub("", path.read_text()))]
    odd += [str(path) for path in python_files(*APPS) if re.search(r"\bdate_format\b|\btime_format\b", read(path))]

    assert odd == []


def read(path: Path) -> str:
    """Without the admin, which is Django's own and writes as Django does."""
    return "" if "admin" in path.parts else path.read_text()
