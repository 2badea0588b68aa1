"""The page of the design system shows all there is, as it is, to those who work on it and to nobody else."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from config.styleguide import files
from tests.conventions.said import texts_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db

CSS = Path(settings.BASE_DIR) / "static" / "css"
ADDRESS, QUESTION = "/styleguide/", "/styleguide/question/"


@pytest.fixture
def staff_client(db) -> Client:
    client = Client()
    client.force_login(make_user(email="carla@example.org", is_staff=True))
    return client


@pytest.fixture
def page(staff_client) -> str:
    return staff_client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("address", [ADDRESS, QUESTION])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_all_but_staff_it_is_not_there(ada_client, client, address, method):
    assert getattr(ada_client, method)(address).status_code == 404
    assert getattr(client, method)(address).status_code == 302  # to sign in, as everywhere


def test_it_asks_for_nobodys_rows(staff_client, django_assert_num_queries):
    # The session, who it is, that they were here, whether a note waited for it, and on which device.
    with django_assert_num_queries(5):
        staff_client.get(ADDRESS)


def test_every_token_has_a_swatch(page):
    names = set(re.findall(r"^\s*--([\w-]+):", (CSS / "tokens.css").read_text(), re.MULTILINE))
    swatches = dict(
        re.findall(r'<(?:svg|span) class="(swatch\b.*?)<code dir="auto">--([\w-]+)</code>', page, re.DOTALL)
    )

    assert set(swatches.values()) == names > {"paper", "radius", "calm"}
    assert [name for drawn, name in swatches.items() if name not in drawn] == []


def test_a_swatch_that_is_laid_out_by_a_class_has_one():
    sheet = (CSS / "styleguide.css").read_text()
    tokens = [token for group in files.token_groups() for token in group.tokens]
    by_class = [
        token.name for token in tokens if token.swatch.endswith(("_shadow.html", "_leading.html", "_motion.html"))
    ]

    assert len(by_class) > 4
    assert [name for name in by_class if f".swatch-{name}" not in sheet] == []


def test_a_token_shows_what_it_is_in_the_dark_too(page):
    dark = dict(re.findall(r"--([\w-]+): (#\w+);", (CSS / "dark.css").read_text()))
    assert dark and [name for name, value in dark.items() if f"· {value}" not in page] == []


@pytest.mark.parametrize("component", files.components(), ids=lambda component: component.name)
def test_every_component_sheet_says_what_it_is_and_has_a_section(component):
    assert component.about, "its first comment says what it is and names its classes"
    assert component.section, f"templates/styleguide/sections/_{component.name}.html shows it in all its states"


def test_every_class_of_a_component_sheet_is_shown(page):
    shown = {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    missing = {}
    for sheet in (CSS / "components").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", rules)) - shown
        if classes:
            missing[sheet.name] = classes

    assert missing == {}


def test_no_component_takes_a_name_of_the_layout_for_itself():
    """Its rules would hold wherever the layout uses that name, on pages that have nothing to do with it."""
    taken = alone_in(CSS / "layout.css")

    assert {sheet.name: both for sheet in (CSS / "components").glob("*.css") if (both := alone_in(sheet) & taken)} == {}


def alone_in(sheet: Path) -> set[str]:
    """The classes that some rule of the sheet is about wherever they stand."""
    rules = re.sub(r"/\*.*?\*/|\([^{}]*\)", "", sheet.read_text(), flags=re.DOTALL)
    heads = [selector.strip() for head in re.findall(r"([^{};]+){", rules) for selector in head.split(",")]
    return {head[1:] for head in heads if re.fullmatch(r"\.[\w-]+", head)}


def test_every_icon_and_drawing_is_there(page):
    folder = Path(settings.BASE_DIR) / "templates" / "components" / "illustrations"
    assert {path.stem.strip("_") for path in folder.glob("_*.html")} == set(files.drawings())
    assert {"plus", "ellipsis", "circle-alert", "sun"} <= set(files.icons())
    named = {text.words for text in texts_of(page) if text.place.endswith("code.small")}
    assert named == {*files.icons(), *files.drawings()}


def test_every_include_says_what_it_takes_and_is_listed(page):
    silent = [include.name for include in files.includes() if not include.about]
    assert silent == []
    assert all(f'<code dir="auto">{include.name}</code>' in page for include in files.includes())


@pytest.mark.parametrize(
    ("query", "dark", "contrast"),
    [
        ("", '" media="(prefers-color-scheme: dark)"', '" media="(prefers-contrast: more)"'),
        ("?theme=dark&contrast=", '">', '" media="(prefers-contrast: more)"'),
        ("?theme=light&contrast=more", None, '">'),
        ("?theme=dark&contrast=more", '">', '">'),
        ("?theme=pink", '" media="(prefers-color-scheme: dark)"', '" media="(prefers-contrast: more)"'),
    ],
)
def test_it_is_looked_at_in_every_look(staff_client, query, dark, contrast):
    page = staff_client.get(ADDRESS + query).content.decode()
    head = page[: page.index("</head>")]

    assert ("/dark." in head) == (dark is not None)
    assert dark is None or re.search(r"/dark[.\w]*css" + re.escape(dark), head)
    assert re.search(r"/contrast[.\w]*css" + re.escape(contrast), head)


def test_the_look_one_is_in_is_the_current_tab(staff_client):
    page = staff_client.get(f"{ADDRESS}?theme=dark&contrast=more").content.decode()
    assert set(re.findall(r'<a href="([^"]+)" aria-current="page">', page)) == {"?theme=dark&amp;contrast=more"}


def test_the_question_is_asked_again_until_it_has_an_answer(staff_client):
    refused = staff_client.post(QUESTION, {"words": ""})
    assert refused.status_code == 422
    assert "data-question" in refused.content.decode() and 'aria-invalid="true"' in refused.content.decode()

    page = staff_client.post(QUESTION, {"words": "Good morning"}, follow=True).content.decode()
    assert "Good morning" in page and "toast-undo" in page
    assert "Undone." in staff_client.post(QUESTION, {"words": "-", "undo": "on"}, follow=True).content.decode()
