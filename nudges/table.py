"""`docs/nudges.md`: every rule with when it comes, what ends it, its list and its cap, written from the code."""

from nudges import rules, slots, words
from nudges.models import NudgeList

HEAD = f"""# Every nudge

Written by `python manage.py nudges table` from the rules themselves; a test says when it is out of date.

A *gentle* nudge counts. At most, all lists together: {slots.A_DAY} message a day, {slots.A_WEEK} in any seven days,
{slots.A_RECOVERY} for one recovery. Never in quiet hours, at weekends or on a Friday afternoon unless the person wants
that; none on the day of a no. Where a cap bites, the one with the smaller number goes first. After {slots.UNVISITED}
gentle messages without a visit there is silence until the person comes back.

An *appointment* is something the person typed or asked for: it keeps to quiet hours, and no cap holds it back.

| rule | title | when | ends | list | kind | first |
| --- | --- | --- | --- | --- | --- | --- |
"""


def written() -> str:
    return HEAD + "".join(f"| {' | '.join(row(rule))} |\n" for rule in rules.RULES)


def row(rule: rules.Rule) -> list[str]:
    said = " ".join((rule.ask.__doc__ or "").split("\n\n")[0].split())
    when, _, end = said.partition(" Ends ")
    place = str(rules.PRIORITY.index(rule.name) + 1) if rule.name in rules.PRIORITY else ""
    names = [f"`{rule.name}`", words.title(rule.name), when, end.rstrip(".")]
    return [*names, str(NudgeList(rule.list).label), str(rule.kind), place]
