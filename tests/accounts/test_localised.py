"""Days, times, numbers and money are written as the reader's language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from accounts import localised

NOON = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("kind", "english", "american", "german"),
    [
        ("day", "22 November 2026", "November 22, 2026", "22. November 2026"),
        ("day_short", "22 Nov 2026", "Nov 22, 2026", "22. Nov. 2026"),
        ("day_of_month", "22 November", "November 22", "22. November"),
        ("weekday", "Sunday", "Sunday", "Sonntag"),
        ("weekday_day", "Sunday 22 November", "Sunday, November 22", "Sonntag, 22. November"),
        ("clock", "14:30", "2:30\u202fPM", "14:30"),
        ("moment", "22 November 2026, 14:30", "November 22, 2026, 2:30\u202fPM", "22. November 2026, 14:30"),
        ("appointment_short", "Sun 22 Nov, 14:30", "Sun, Nov 22, 2:30\u202fPM", "So., 22. Nov., 14:30"),
    ],
)
def test_the_language_decides_how_a_day_is_written(kind, english, american, german):
    for language, expected in {"en": english, "en-us": american, "de": german}.items():
        with translation.override(language):
            assert getattr(localised, kind)(NOON) == expected


def test_a_language_that_lacks_a_kind_of_day_gets_it_from_a_shorter_one_with_full_names():
    with translation.override("es"):
        assert localised.weekday_day(NOON) == "domingo, 22 de noviembre"


@pytest.mark.parametrize(
    ("language", "number", "money", "span", "together"),
    [
        ("en", "45,000.5", "€45,000", "US$45,000–US$55,000", "a, b and c"),
        ("en-us", "45,000.5", "€45,000", "$45,000–$55,000", "a, b, and c"),
        ("de", "45.000,5", "45.000\u00a0€", "45.000\u00a0$–55.000\u00a0$", "a, b und c"),
    ],
)
def test_numbers_money_and_lists_follow_the_language(language, number, money, span, together):
    with translation.override(language):
        assert localised.number(45_000.5) == number
        assert localised.money(45_000, "EUR") == money
        assert localised.money_range(45_000, 55_000, "USD") == span
        assert localised.listed(["a", "b", "c"]) == together


def test_an_amount_without_a_known_currency_is_still_readable():
    assert localised.money(45_000, "") == "45,000"
    assert localised.money_range(45_000, 45_000, "XYZ") == "XYZ\u00a045,000"


def test_a_page_shows_a_moment_on_the_readers_clock():
    page = Template("{% load localised %}{{ at|moment_short }}, {{ none|day }}")
    with timezone.override("America/New_York"):
        assert page.render(Context({"at": NOON, "none": None})) == "22 Nov 2026, 09:30, "


def test_a_letter_in_the_readers_language_has_their_own_kind_of_it_and_one_in_another_has_that():
    day = date(2026, 11, 22)
    with translation.override("en-us"):
        with localised.speaking("en"):
            assert localised.day(day) == "November 22, 2026"
        with localised.speaking("de"):
            assert localised.day(day) == "22. November 2026"
        assert localised.day(day) == "November 22, 2026"


def test_a_language_that_nobody_has_described_is_written_as_english():
    assert localised.locale_of("tlh").language == "en"
    assert str(localised.locale_of("pt-br")) == "pt_BR"


def test_a_text_in_another_language_than_the_page_says_so():
    page = Template("{% load localised %}<p {% spoken language %}>")
    with translation.override("en"):
        assert page.render(Context({"language": "en"})) == "<p >"
        assert page.render(Context({"language": "ar"})) == '<p lang="ar" dir="rtl">'
    with translation.override("ar"):
        assert page.render(Context({"language": "en"})) == '<p lang="en" dir="ltr">'


def test_a_country_has_its_name_in_the_readers_language():
    with translation.override("de"):
        assert localised.country("nz") == "Neuseeland"
    assert localised.country("GB") == "United Kingdom"
    assert localised.country("X1") == "X1"


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [("en", "22 Nov", "22 Nov 2026"), ("en-us", "Nov 22", "Nov 22, 2026"), ("de", "22. Nov.", "22. Nov. 2026")],
)
def test_a_day_of_the_same_year_needs_no_year(language, near, far):
    day = date(2026, 11, 22)

    with translation.override(language):
        assert localised.day_short(day, today=date(2026, 1, 1)) == near
        assert localised.day_short(day, today=date(2027, 1, 1)) == far


def test_an_appointment_of_the_same_year_needs_no_year():
    at = datetime(2026, 11, 22, 14, 30)

    assert localised.appointment(at, today=date(2026, 1, 1)) == "Sun 22 Nov, 14:30"
    assert localised.appointment(at, today=date(2027, 1, 1)) == "Sun, 22 Nov 2026, 14:30"
