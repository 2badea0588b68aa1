"""The browser that tests use: where it is looked for, and that it reaches the app."""

import pytest

from tests import browser as finder


def test_a_named_chromium_that_is_not_there_is_a_mistake(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(FileNotFoundError, match="/nowhere/chromium"):
        finder.find_chromium()


def test_it_is_looked_for_by_name_then_on_the_path_then_where_playwright_puts_it(monkeypatch, tmp_path):
    named, on_path, own = (tmp_path / folder / "chromium" for folder in ("named", "path", "own"))
    for path in (named, on_path, own):
        path.parent.mkdir()
        path.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(on_path.parent))
    monkeypatch.setenv("CHROMIUM", str(named))

    assert finder.find_chromium(str(own)) == str(named)
    monkeypatch.delenv("CHROMIUM")
    assert finder.find_chromium(str(own)) == str(on_path)
    on_path.unlink()
    assert finder.find_chromium(str(own)) == str(own)
    own.unlink()
    assert finder.find_chromium(str(own)) is None


def test_the_sign_in_page_opens_in_it(browser_page):
    response = browser_page.goto("/accounts/login/")

    assert response.status == 200
    assert browser_page.locator("input[name=login]").is_visible()
