"""What is found on pages and in texts, and what is left alone."""

import pytest

from applications.postings import read
from applications.postings.found import Found
from tests.applications.postings.pages import CASES, URL, ld, posting

STILL = {"url"}  # said by the posting or by the person's link; looked at where it matters


def plain(found):
    return {name: value for name, value in vars(found).items() if value and name not in STILL}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_page_says(case):
    found = read.read_page(case.html, url=case.url)

    if case.choices:
        assert [one.role for one in found] == case.choices
    else:
        assert [plain(one) for one in found] == ([case.found] if case.found else [])


def test_what_is_found_is_json_for_a_form():
    (found,) = read.read_page(ld(posting(',"validThrough":"2026-12-24"')), url=URL)

    assert found.said() == {"role": "Senior Nurse", "company": "Hooli", "deadline_on": "2026-12-24"}


def test_pay_and_place_are_never_put_together_from_two_sources():
    one = Found(role="Nurse", salary_min=10, location="Bremen")
    other = Found(role="Cook", company="Hooli", salary_max=5, salary_currency="EUR", work_mode="remote")

    assert one.completed_by(other) == Found(role="Nurse", company="Hooli", salary_min=10, location="Bremen")


# --- Texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Company: Hooli\nJob title: Senior Nurse\n\nNights.", {"company": "Hooli", "role": "Senior Nurse"}),
        ("**Arbeitgeber:** Hooli", {"company": "Hooli"}),
        ("• Firma： Hooli", {"company": "Hooli"}),
        ("Position: Vollzeit", {}),
        ("Company: Hooli\nCompany: Initech", {}),
        ("We are a good company: come to us", {}),
        ("Senior Nurse at Hooli", {}),
    ],
)
def test_lines_of_a_text_are_read_where_they_say_what_they_are(text, said):
    (found,) = read.read_text(text)

    assert {name: value for name, value in plain(found).items() if name != "posting_text"} == said
    assert found.posting_text


def test_the_source_of_a_page_is_read_as_the_page():
    (found,) = read.read_text(ld(posting(',"description":"Nights."')))

    assert (found.role, found.company, found.posting_text) == ("Senior Nurse", "Hooli", "Nights.")


def test_a_text_keeps_its_lines_and_loses_what_cannot_be_seen():
    (found,) = read.read_text("Nights\u200b \x07and  days\r\n\r\n\r\n  Calm \u2028 kind ")

    assert found.posting_text == "Nights and days\n\nCalm\nkind"


def test_other_writings_stay_what_they_are():
    (found,) = read.read_page(ld(posting(title='"مهندس 👩‍💻 ⁧برمجيات⁩"')), url=URL)

    assert found.role == "مهندس 👩‍💻 ⁧برمجيات⁩"


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "<p></p>"])
def test_nothing_is_found_in_nothing(text):
    assert read.read_text(text) == []


# --- What a bookmarklet or a share sheet brings -----------------------------------------------------------------------


def test_what_was_marked_is_the_text_if_the_page_has_none():
    given = {"html": "", "title": "Job Application for Nurse at Hooli", "selection": " Nights.\n\n\n", "url": URL}

    (found,) = read.read_handed_over(blocks=[], **given)
    assert (found.role, found.company, found.posting_text, found.url) == ("Nurse", "Hooli", "Nights.", URL)

    (found,) = read.read_handed_over(blocks=[posting(',"description":"Days."')], **given)
    assert (found.role, found.posting_text) == ("Senior Nurse", "Days.")


@pytest.mark.parametrize(
    ("given", "link", "role"),
    [
        ({"url": URL, "title": "Job Application for Nurse at Hooli"}, URL, "Nurse"),
        ({"text": f"Job Application for Nurse at Hooli {URL}"}, URL, "Nurse"),
        ({"text": f"Look at this: {URL}."}, URL, ""),
        ({"title": URL}, URL, ""),
        ({"text": f"{URL} or https://example.org/2"}, "", ""),
        ({"url": "javascript:alert(1)", "text": "nothing"}, "", ""),
    ],
)
def test_a_share_sheet_puts_the_link_anywhere(given, link, role):
    found_link, found = read.shared(**{"url": "", "title": "", "text": ""} | given)

    assert (found_link, found.role, found.url) == (link, role, link)
