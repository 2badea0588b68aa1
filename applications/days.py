"""Business days, Monday to Friday. Public holidays differ too much to be guessed."""

from datetime import date, timedelta

SATURDAY = 5


def is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY


def add_business_days(day: date, n: int) -> date:
    """The n-th business day after `day`; with n = 0 the day itself, or the Monday after a weekend."""
    while n > 0 or not is_business_day(day):
        day += timedelta(days=1)
        if is_business_day(day):
            n -= 1
    return day
