"""The one style sheet is put together from its parts, in their order, wherever static files are served."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from config import stylesheet


@pytest.fixture
def sheets(tmp_path, settings) -> Path:
    """A house of its own with a few parts, and finders that look there."""
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "var"
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "static"], tmp_path / "collected"
    folder = tmp_path / "static" / "css"
    for name in ["utilities", "pages/today", "components/card", "components/button", "base", "tokens", "dark"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.css").write_text(f".{Path(name).name} {{ color: red; }}\n")
    finders.get_finder.cache_clear()
    yield folder
    finders.get_finder.cache_clear()


@pytest.fixture
def collected(sheets, settings) -> Path:
    """What `collectstatic` makes of them, and an app that serves it as at home and in production."""
    settings.STATICFILES_FINDERS = ["config.stylesheet.Finder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    (sheets.parent / "img").mkdir()
    (sheets.parent / "img" / "mark.svg").write_text("<svg/>")
    (sheets / "components" / "card.css").write_text(".card { background: url(../img/mark.svg); }\n" * 20)
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    return settings.STATIC_ROOT / "css"


def test_parts_stand_in_their_order_behind_the_order_of_the_layers(sheets):
    text = stylesheet.joined(sheets)
    assert text.startswith("@layer tokens, base, layout, components, pages, utilities;\n")
    assert re.findall(r"^\.(\w+)", text, re.MULTILINE) == ["tokens", "base", "button", "card", "today", "utilities"]


def test_comments_stay_at_home_unless_somebody_looks_for_a_mistake(sheets):
    sign = '.chip::before { content: "/* a sign */"; }'
    (sheets / "components" / "chip.css").write_text(f"/* Long\n words */\n{sign} /* and more */\n")
    assert sign in stylesheet.joined(sheets)
    assert "words" not in stylesheet.joined(sheets) and "more" not in stylesheet.joined(sheets)
    assert "/* components/chip.css */\n/* Long" in stylesheet.joined(sheets, with_comments=True)


def test_a_changed_part_shows_at_the_next_look(sheets):
    first = Path(finders.find("css/rebound.css")).read_text()
    (sheets / "components" / "chip.css").write_text(".chip { color: blue; }\n")
    assert ".chip" not in first
    assert ".chip" in Path(finders.find("css/rebound.css")).read_text()


def test_an_unchanged_sheet_is_not_written_again(sheets):
    path = Path(finders.find("css/rebound.css"))
    before = path.stat()
    assert Path(finders.find("css/rebound.css")).stat().st_ino == before.st_ino


def test_the_sheet_gets_a_hashed_name_and_parts_in_folders_are_not_served(collected):
    [hashed] = collected.glob("rebound.????????????.css")
    assert re.search(r"url\(\"?\.\./img/mark\.\w{12}\.svg", hashed.read_text())
    assert not (collected / "components").exists()
    assert (collected / "dark.css").exists()
    assert not finders.find("css/components/card.css")


def test_a_browser_asks_for_the_sheet_once_in_its_life_and_gets_it_compressed(collected, client):
    [hashed] = collected.glob("rebound.????????????.css")
    path = f"/static/css/{hashed.name}"
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_running_app_serves_the_sheet(client):
    response = client.get("/static/css/rebound.css")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/css")
    assert b"--paper" in b"".join(response.streaming_content)
