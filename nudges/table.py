"""`docs/nudges.md`: every rule with when it comes, what ends it, its list and its cap, written from the code."""

from nudges import rules, slots, words
from nudges.models import Nudge, NudgeList
from nudges.rules.silence import ABOUT_ONE

OF_A_RECOVERY = {"next_morning", "feedback_request", "feedback_follow_up", "debrief", "experiment_review"}

HEAD = f"""# Every nudge

Written by `python manage.py nudges table` from the rules themselves; a test says when it is out of date.

A *gentle* nudge counts. At most, all lists together: {slots.A_DAY} message a day, {slots.A_WEEK} in any seven days,
{slots.A_RECOVERY} for one recovery. Never in quiet hours, at weekends or on a Friday afternoon unless the person wants
that; none on the day of a no. Where a cap bites, the one with the smaller number goes first. After {rules.UNVISITED}
gentle messages without a visit there is silence until the person comes back; one note says so before, on whichever
of the lists that fall silent still comes by mail.

An *appointment* is something the person typed or asked for: it keeps to quiet hours, and no cap holds it back.

The *digest* is chosen by itself and has a slot of its own. It keeps to quiet hours and stands outside the caps; gentle
nudges of that day come with it. After {rules.UNVISITED_DIGESTS} digests without a visit, or in the silence of the
others, it waits too.

Of the list of follow-ups no more than {ABOUT_ONE} come by mail about one application; the rest stands on the
Today page. An application that came in with a spreadsheet is let be until something happens to it, or a day comes
that its person had chosen.

What is due in one slot is one message. A gentle nudge that rides along with an appointment or a digest counts for no
cap. *Cap* names which limits count the rule's messages.

| rule | title | when | ends | of use for, or until | list | kind | cap | first |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


def written() -> str:
    return HEAD + "".join(f"| {' | '.join(row(rule))} |\n" for rule in rules.RULES)


def row(rule: rules.Rule) -> list[str]:
    said = " ".join((rule.ask.__doc__ or "").split("\n\n")[0].split())
    when, _, end = said.partition(" Ends ")
    place = str(rules.PRIORITY.index(rule.name) + 1) if rule.name in rules.PRIORITY else ""
    names = [f"`{rule.name}`", words.title(rule.name), when, end.rstrip("."), rule.until]
    return [*names, str(NudgeList(rule.list).label), str(rule.kind), cap(rule), place]


def cap(rule: rules.Rule) -> str:
    if rule.kind != rules.GENTLE:
        return "one a week" if rule.kind == Nudge.Kind.DIGEST else "none"
    return "day, week, recovery" if rule.name in OF_A_RECOVERY else "day, week"
