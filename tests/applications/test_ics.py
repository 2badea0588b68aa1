"""Calendar files, whatever stands in them: read again they say the same, and each thing keeps its name for ever."""

from datetime import UTC, date, datetime, timedelta

from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from accounts.models import User
from applications.appointments import Entry, revision_between, uid_of
from applications.ics import CONTROL, calendar, in_one_line
from tests.explore import examples

ADA = User(pk=7, time_zone="Europe/Berlin", joined_at=datetime(2026, 11, 1, 9, 0, 0, 123456, tzinfo=UTC))
BOB = User(pk=7, time_zone="Europe/Berlin", joined_at=datetime(2026, 11, 1, 9, 0, 0, 123457, tzinfo=UTC))

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
moments = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))
days = st.dates(date(1950, 1, 1), date(2150, 12, 30))
keys = st.builds("{}:{}".format, st.sampled_from(["interview", "deadline", "nudge"]), st.integers(1, 10**12))


@st.composite
def entries(draw):
    is_whole_day = draw(st.booleans())
    starts = draw(days if is_whole_day else moments)
    length = timedelta(minutes=draw(st.integers(5, 1440)))
    return Entry(
        key=draw(keys),
        title=draw(words),
        starts=starts,
        ends=None if is_whole_day else starts + length,
        changed_at=draw(moments),
        revision=draw(st.integers(0, 2**31 - 1)),
        text=draw(words),
        place=draw(words),
        path="/interviews/1/",
        takes_time=draw(st.booleans()),
        is_cancelled=draw(st.booleans()),
    )


@given(st.lists(entries(), max_size=4), st.booleans())
@settings(max_examples=examples(60), deadline=None)
@override_settings(SITE_URL="https://rebound.example.org")
def test_what_is_written_is_read_again(shown, is_busy_only):
    made = calendar(ADA, shown, is_busy_only=is_busy_only)
    found = Calendar.from_ical(made)

    assert not found.errors and len(found.events) == len(shown)
    for entry, event in zip(shown, found.events, strict=True):
        assert not event.errors
        assert str(event["uid"]) == uid_of(ADA, entry.key)
        assert event["sequence"] == entry.revision
        assert event["status"] == ("CANCELLED" if entry.is_cancelled else "CONFIRMED")
        assert event.start == (entry.starts.replace(microsecond=0) if entry.ends else entry.starts)
        assert isinstance(event.start, datetime) is bool(entry.ends)
        if not is_busy_only:
            assert str(event["summary"]) == in_one_line(entry.title)
            assert str(event.get("location", "")) == in_one_line(entry.place)


@given(st.lists(entries(), max_size=4))
@settings(max_examples=examples(60), deadline=None)
def test_lines_are_as_the_format_wants_them(shown):
    made = calendar(ADA, shown)
    lines = made.split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert not CONTROL.search(made.decode().replace("\r\n", "").replace("\t", ""))
    assert made == calendar(ADA, shown)


@given(keys, keys)
def test_a_name_belongs_to_one_thing_of_one_person(one, other):
    assert (uid_of(ADA, one) == uid_of(ADA, other)) is (one == other)
    assert uid_of(ADA, one) != uid_of(BOB, one)
    assert uid_of(ADA, one) == uid_of(User(pk=7, joined_at=ADA.joined_at), one)


@given(moments, st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_a_revision_only_grows(made_at, seconds):
    moments_of_change = [made_at]
    for pause in seconds:
        moments_of_change.append(moments_of_change[-1] + timedelta(seconds=pause))
    revisions = [revision_between(made_at, moment) for moment in moments_of_change]

    assert revisions == sorted(set(revisions)) and revisions[0] == 0


@given(words)
@settings(max_examples=examples(60), deadline=None)
def test_a_calendar_that_says_busy_says_nothing_else(secret):
    canary = f"canary{secret}"
    entry = Entry("interview:1", canary, ADA.joined_at, ADA.joined_at, ADA.joined_at, text=canary, place=canary)

    made = calendar(ADA, [entry], is_busy_only=True).decode()
    assert "canary" not in made and "URL" not in made and "DESCRIPTION" not in made
