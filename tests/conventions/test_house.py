"""The promises of docs/architecture.md and CONTRIBUTING.md, kept by tests."""

import ast
import re
from importlib import import_module
from inspect import isfunction, unwrap
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
APPS = ["accounts", "advice", "applications", "recovery", "nudges"]
NAMES_THAT_COULD_HOLD_ANYTHING = {"utils", "helpers", "common", "managers", "services", "constants", "misc"}


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def view_files() -> list[Path]:
    return [path for path in python_files(*APPS) if path.name == "views.py" or path.parent.name == "views"]


def templates() -> list[Path]:
    return [path for path in sorted((ROOT / "templates").rglob("*.html")) if "email" not in path.parent.name]


def our_patterns(resolver: URLResolver | None = None, namespace: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += our_patterns(entry, entry.namespace or namespace)
        elif namespace in APPS:
            found.append((namespace, entry))
    return found


def test_no_module_has_a_name_that_could_hold_anything():
    assert [path for path in python_files(*APPS, "config") if path.stem in NAMES_THAT_COULD_HOLD_ANYTHING] == []


def test_views_start_their_queries_at_the_user():
    offenders = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in view_files()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\.objects\b", line)
    ]

    assert offenders == []


def test_templates_carry_no_inline_script_or_style():
    inline = re.compile(r"""\son\w+\s*=|<style[\s>]|\sstyle\s*=|<script(?![^>]*\ssrc=)[\s>]|javascript:""")

    assert [str(path.relative_to(ROOT)) for path in templates() if inline.search(path.read_text())] == []


def test_addresses_are_named_in_kebab_case():
    odd = [
        f"{namespace}:{pattern.name}"
        for namespace, pattern in our_patterns()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", pattern.name or "")
    ]

    assert odd == []


def test_addresses_end_in_a_slash():
    files = {"robots.txt", "manifest.webmanifest", "favicon.ico", "service-worker.js"}
    routes = [str(pattern.pattern) for _, pattern in our_patterns()]

    assert [route for route in routes if route and not route.endswith(("/", ".ics")) and route not in files] == []


def test_migrations_are_named_by_hand():
    named_by_machine = re.compile(r"_auto_|_initial$|_alter_\w+_and_more$|_and_more$")
    migrations = [path for app in APPS for path in (ROOT / app / "migrations").glob("0*.py")]

    assert migrations
    assert [path.name for path in migrations if named_by_machine.search(path.stem)] == []


def test_nobody_listens_to_model_signals():
    listening = re.compile(r"\b(pre|post)_(save|delete|init)\b|\bm2m_changed\b")

    assert [str(path) for path in python_files(*APPS) if listening.search(path.read_text())] == []


def test_functions_take_bools_by_name():
    overriding_a_library = {"adapter.py", "forms.py", "markdown.py", "writing.py"}
    offenders = []
    for path in python_files(*APPS):
        if path.name in overriding_a_library or "admin" in path.parts or path.name == "admin.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for argument in node.args.args:
                    if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool":
                        offenders.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}({argument.arg})")

    assert offenders == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-s3.txt", "requirements-dev.txt"])
def test_pins_have_hashes_and_no_address(name):
    text = (ROOT / name).read_text()

    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize("app", APPS)
def test_every_operation_says_what_it_promises(app):
    operations = import_module(f"{app}.operations")
    verbs = {name: getattr(operations, name) for name in getattr(operations, "__all__", vars(operations))}
    own = {name: verb for name, verb in verbs.items() if isfunction(unwrap(verb)) and verb.__module__.startswith(app)}

    assert own
    assert [name for name, verb in own.items() if name[0] != "_" and not verb.__doc__] == []
