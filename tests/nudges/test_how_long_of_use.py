"""What `docs/nudges.md` says of how long a nudge is of use is what its rule says: reckoned from the words alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from applications.days import add_business_days
from nudges import rules
from nudges.rules.silence import CLOSE
from tests.nudges.test_mail import AWAY, BARE, BARE_RECOVERY, NOW, WEEK
from tests.nudges.wanting import BERLIN, berlin

DAY = timedelta(days=1)
NUMBERS = {"two": 2, "four": 4, "five": 5, "ten": 10, "third": 3}
NAMED = {  # the moment that the words name, of what `test_mail` knows
    "the start": berlin("2026-11-26 14:00"),
    "two days after the end": berlin("2026-11-18 15:00"),
    "the date": berlin("2026-11-25 00:00"),
    "the end of that week": None,
}


def midnight(day):
    return datetime.combine(day, time(), tzinfo=BERLIN).astimezone(UTC)


def number(word):
    return NUMBERS.get(word) or int(word)


def end_of(words, one, no_on):
    """Days count from the first on which it may come; a day that is named is a whole one."""
    first = one.not_before.astimezone(BERLIN).date()
    if words == "the end of that week":
        return midnight(first + (7 - first.weekday()) * DAY)
    if words in NAMED:
        return NAMED[words]
    if found := re.fullmatch(r"day (\d+) after the no", words):
        return midnight(no_on + (int(found[1]) + 1) * DAY)
    if found := re.fullmatch(r"the (\w+) business day", words):
        return midnight(add_business_days(first - DAY, number(found[1])) + DAY)
    if found := re.fullmatch(r"(\w+) business days", words):
        return midnight(add_business_days(first, number(found[1])) + DAY)
    if found := re.fullmatch(r"(\w+) hours", words):
        return one.not_before + timedelta(hours=number(found[1]))
    return one.not_before + number(re.fullmatch(r"(\w+) days", words)[1]) * DAY


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_a_nudge_is_of_use_as_long_as_the_table_says(rule):
    mails, _, on_the_page = rule.until.partition("; the proposal ")
    wanted = [
        (facts, one)
        for facts in (BARE, BARE_RECOVERY, AWAY, replace(WEEK, talks=BARE.talks))
        for one in rule(facts, NOW)
    ]
    assert wanted
    for facts, one in wanted:
        no_on = facts.recovery.no_on if facts.recovery else None
        said = f"{on_the_page} days" if one.occurrence == CLOSE else mails
        assert one.useful_until == end_of(said, one, no_on), (said, one.occurrence)
