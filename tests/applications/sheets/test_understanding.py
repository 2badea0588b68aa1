"""What the columns, days and words of other trackers mean, guessed where it can be and asked where it cannot."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from applications.sheets import cells, days, formulas, headings, meanings, plans, reading
from applications.sheets.rows import Reader

TODAY = date(2026, 11, 18)
ADA = User(email="ada@example.org")


def read(text, *, user=ADA, **changes):
    """The rows of a text, understood as guessed."""
    lines = reading.lines_in(text)
    plan = plans.guessed(lines, user)
    for name, value in changes.items():
        getattr(plan, name).update(value)
    reader = Reader(plan, plans.headings_in(lines, plan.head), TODAY)
    return [reader.read(line) for line in plans.below(lines, plan.head)]


TRACKERS = {
    "Teal": (
        "Job Position,Company,Max. Salary,Location,Status,Date Saved,Deadline,Date Applied,Follow up,Excitement",
        "role company salary_max location stage added_on deadline_on applied_on follow_up_on excitement",
    ),
    "Huntr": (
        "Title,Company,Location,Url,List,Date added,Application date,Salary,Description,Notes,Color",
        "role company location url stage added_on applied_on salary posting_text notes -",
    ),
    "a usual template": (
        "#;Company Name;Position Title;Job Link;Date of Application;Application Status;Contact Person;Comments",
        "notes company role url applied_on stage notes notes",
    ),
    "a German one": (
        "Firma;Stellenbezeichnung;Beworben am;Stand;Ort;Gehaltsvorstellung;Quelle;Absage am;Bemerkungen;Wer",
        "company role applied_on stage location salary source ended_on notes notes",
    ),
    "Notion": ("Name\tRole\tStage\tApplied\tLast edited time", "company role stage applied_on -"),
}


@pytest.mark.parametrize("tracker", TRACKERS)
def test_the_columns_of_other_trackers_are_known(tracker):
    line, expected = TRACKERS[tracker]
    sign = next(sign for sign in ";\t," if sign in line)

    assert headings.guess(line.split(sign)) == ["" if name == "-" else name for name in expected.split()]


def test_a_heading_that_says_one_thing_twice_is_known_and_one_that_says_two_is_not():
    headed = ["Firma / Arbeitgeber", "Job Title/Position", "Company / Role", "Link / see mail"]

    assert [headings.field_of(heading) for heading in headed] == ["company", "role", "", ""]


def test_headings_are_found_below_a_title_and_nothing_above_them_is_an_application():
    rows = read("My applications 2026\t\t\n\nCompany\tRole\tNotes\nBeta\tCook\tx\n")

    assert [row.facts["company"] for row in rows] == ["Beta"]


def test_rows_without_headings_are_all_applications():
    lines = reading.lines_in("Beta\tCook\nGamma\tBaker\n")

    assert plans.guessed(lines, ADA).head == 0
    assert len(plans.below(lines, 0)) == 2


@pytest.mark.parametrize(
    ("text", "day"),
    {
        "2026-03-04": date(2026, 3, 4),
        "2026-03-04T22:10:00Z": date(2026, 3, 4),
        "2026/3/4": date(2026, 3, 4),
        "20260304": date(2026, 3, 4),
        "4.3.2026": date(2026, 3, 4),
        "04. 03. 26": date(2026, 3, 4),
        "13/3/2026": date(2026, 3, 13),
        "3/13/2026 9:15 PM": date(2026, 3, 13),
        "4/4/2026": date(2026, 4, 4),
        "46085": date(2026, 3, 4),
        "46085.75": date(2026, 3, 4),
        "4 Mar 2026": date(2026, 3, 4),
        "4-Mar-26": date(2026, 3, 4),
        "March 4th, 2026": date(2026, 3, 4),
        "Wed, 4 March 2026": date(2026, 3, 4),
        "4. März 2026": date(2026, 3, 4),
        "Mi, 4.3.2026": date(2026, 3, 4),
    }.items(),
)
def test_days_are_read_as_people_and_programs_write_them(text, day):
    assert days.day_of(text) == day


@pytest.mark.parametrize("text", ["soon", "31.2.2026", "4.3.", "Mar 2026", "0", "99999", "12/13/14/15", "1/1/1800"])
def test_what_is_no_day_is_none(text):
    with pytest.raises(days.NoDay):
        days.day_of(text)


TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "day", "ahead"),
    [
        ("12 Mar", date(2026, 3, 12), date(2027, 3, 12)),
        ("12. März", date(2026, 3, 12), date(2027, 3, 12)),
        ("12-Mar", date(2026, 3, 12), date(2027, 3, 12)),
        ("Mar 12th", date(2026, 3, 12), date(2027, 3, 12)),
        ("3/14", date(2026, 3, 14), date(2027, 3, 14)),
        ("14.3.", date(2026, 3, 14), date(2027, 3, 14)),
        ("Mo, 14.3", date(2026, 3, 14), date(2027, 3, 14)),
        ("18 Nov", TODAY, TODAY),
        ("19 Nov", date(2025, 11, 19), date(2026, 11, 19)),
        ("29 Feb", date(2024, 2, 29), date(2028, 2, 29)),
        ("1.9.", date(2026, 9, 1), date(2026, 9, 1)),
        ("12 Mar 2025", date(2025, 3, 12), date(2025, 3, 12)),
    ],
)
def test_a_day_without_a_year_is_the_latest_or_where_it_may_be_ahead_the_nearest(text, day, ahead):
    assert days.day_near(text, "", today=TODAY, may_be_ahead=False) == day
    assert days.day_near(text, "", today=TODAY, may_be_ahead=True) == ahead


def test_the_years_before_can_be_meant():
    asked = {"today": TODAY, "may_be_ahead": False}
    assert days.day_near("12 Mar", "", years_back=2, **asked) == date(2024, 3, 12)
    assert days.day_near("29 Feb", "", years_back=1, **asked) == date(2020, 2, 29)


@pytest.mark.parametrize("text", ["31.2.", "30 Feb", "Mar-26", "Mar 2026", "3-14", "14/30", "1.2.3.", "12 Foo", "12"])
def test_what_is_no_day_is_none_without_a_year_either(text):
    with pytest.raises(days.NoDay):
        days.day_near(text, "", today=TODAY, may_be_ahead=False)


def test_without_a_year_the_order_of_a_column_counts_too():
    asked = {"today": TODAY, "may_be_ahead": False}
    with pytest.raises(days.TwoWays):
        days.day_near("3/4", "", **asked)
    assert days.day_near("3/4", days.MONTH_FIRST, **asked) == date(2026, 3, 4)
    assert days.order_of(["3/4", "3/14"]) == (days.MONTH_FIRST, "")
    assert days.order_of(["3/4", "5/6/2026"]) == ("", "3/4")


def test_a_day_that_can_be_read_in_two_ways_is_never_guessed():
    with pytest.raises(days.TwoWays):
        days.day_of("3/4/2026")
    assert days.day_of("3/4/2026", days.DAY_FIRST) == date(2026, 4, 3)
    assert days.day_of("3/4/2026", days.MONTH_FIRST) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("column", "order", "example"),
    [
        (["3/4/2026", "25/12/2025"], "dmy", ""),
        (["3/4/2026", "12/25/2025"], "mdy", ""),
        (["5/5/2026", "3/4/2026"], "", "3/4/2026"),
        (["25/12/2025", "12/25/2025", "3/4/2026"], "", "3/4/2026"),
        (["2026-03-04", "4.3.2026", ""], "", ""),
    ],
)
def test_a_column_is_asked_about_only_where_it_does_not_tell_itself(column, order, example):
    assert days.order_of(column) == (order, example)


def test_one_column_that_tells_its_order_tells_it_for_the_others():
    lines = reading.lines_in("Company\tRole\tApplied\tSaved\nBeta\tCook\t3/4/2026\t3/28/2026\n")
    plan = plans.guessed(lines, ADA)

    assert plan.orders == {2: "mdy", 3: "mdy"}


@pytest.mark.parametrize(
    ("word", "meaning"),
    {
        "Bookmarked": "saved",
        "Wishlist": "saved",
        "Applying": "preparing",
        "Applied": "applied",
        "✅ Applied": "applied",
        "Interviewing": "interview",
        "Negotiating": "offer",
        "Accepted": "accepted",
        "I Withdrew": "withdrawn",
        "Not Selected": "rejected",
        "No Response": "ghosted",
        "Rejected after final interview": "rejected@interview",
        "Absage": "rejected",
        "Absage nach Gespräch": "rejected@interview",
        "Beworben": "applied",
        "Keine Rückmeldung": "ghosted",
        "Zurückgezogen": "withdrawn",
        "Telefoninterview": "screening",
        "Zusage": "offer",
        "Hm": "",
    }.items(),
)
def test_the_words_of_other_trackers_for_stages_and_endings_are_known(word, meaning):
    assert meanings.guess(word, ADA) == meaning


def test_a_row_says_all_that_its_cells_say():
    (row,) = read(
        "Company,Role,Applied,Status,Closed on,Salary,Remote?,Rating,Tags,Link,Recruiter,Notes\n"
        'Beta  Ltd,Cook,2026-03-04,Rejected,1.4.2026,"€50,000 - €60k a year",hybrid,4/5,a; b,'
        "beta.example/jobs/1,Jo,Hm\n"
    )

    assert row.unread == []
    assert row.facts == {
        "company": "Beta Ltd",
        "role": "Cook",
        "applied_on": date(2026, 3, 4),
        "stage": "applied",
        "outcome": "rejected",
        "ended_on": date(2026, 4, 1),
        "salary_min": 50000,
        "salary_max": 60000,
        "salary_currency": "EUR",
        "salary_period": "year",
        "work_mode": "hybrid",
        "excitement": 4,
        "tags": ["a", "b"],
        "url": "https://beta.example/jobs/1",
        "notes": "Recruiter: Jo\n\nHm",
    }


def test_a_cell_that_cannot_be_read_is_named_and_can_go_into_the_notes():
    (row,) = read("Company,Role,Applied,Link,Notes\nBeta,Cook,last spring,see mail,Hm\n")

    assert [(one.heading, one.text) for one in row.unread] == [("Applied", "last spring"), ("Link", "see mail")]
    assert not row.is_lost
    assert row.facts["notes"] == "Hm"
    assert row.all_facts()["notes"] == "Hm\n\nApplied: last spring\n\nLink: see mail"


def test_a_row_without_company_or_role_is_lost_and_says_why():
    nameless, roleless = read("Company,Role\n,Cook\nBeta,\n")

    assert [one.heading for row in (nameless, roleless) for one in row.unread] == ["Company", "Role"]
    assert nameless.is_lost and roleless.is_lost


@pytest.mark.parametrize(
    ("cell", "heading"),
    [("2026-12-24", "Applied"), ("2026-13-01", "Applied")],
)
def test_a_day_of_sending_that_is_still_to_come_is_not_taken(cell, heading):
    (row,) = read(f"Company,Role,Applied\nBeta,Cook,{cell}\n")

    assert [one.heading for one in row.unread] == [heading]


def test_an_end_before_the_beginning_is_not_taken():
    (row,) = read("Company,Role,Applied,Status,Closed on\nBeta,Cook,2026-03-04,rejected,2026-03-01\n")

    assert [str(one.why) for one in row.unread] == ["It ended before that day."]


def test_a_word_that_means_nothing_to_us_goes_into_the_notes():
    (row,) = read("Company,Role,Status\nBeta,Cook,On the fence\n")

    assert (row.facts["stage"], row.facts["notes"]) == ("saved", "Status: On the fence")


def test_a_word_for_nothing_is_nothing():
    (row,) = read("Company,Role,Applied,Salary,Link,Status\nBeta,Cook,n/a,-,TBD,—\n")

    assert row.unread == []
    assert row.facts == {"company": "Beta", "role": "Cook", "stage": "saved", "notes": ""}


def test_what_the_person_calls_a_no_means_a_no():
    person = User(email="ada@example.org", rejection_word="closed")

    assert meanings.guess("Closed", person) == "rejected"
    assert meanings.guess("Closed", ADA) == "role_closed"


@pytest.mark.parametrize(
    ("text", "number"), {"3": 3, "4/5": 4, "8/10": 4, "★★★☆☆": 3, "high": 5, "niedrig": 2, "0": None}.items()
)
def test_excitement_is_read_in_numbers_stars_and_words(text, number):
    assert cells.excitement(text) == number


@settings(deadline=None)
@given(st.text())
def test_a_text_that_was_made_harmless_comes_back_as_it_was(text):
    written = formulas.defused(text)

    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert formulas.undefused(written) == text


def near(text):
    return days.day_near(text, "", today=TODAY, may_be_ahead=True)


READERS = {
    days.day_of: date,
    near: date,
    cells.excitement: int | None,
    cells.pay: dict,
    cells.amount: int,
    cells.work_mode: str,
    cells.link: str,
    cells.tags: list,
}


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_cell_is_read_as_what_its_column_holds_or_refused(text):
    for reader, kind in READERS.items():
        try:
            found = reader(text)
        except (cells.Fault, days.NoDay):
            continue
        assert isinstance(found, kind)
