"""When each wanted nudge goes, and which share a message: zones, quiet hours, slots, caps, folding. Pure.

The same arguments give the same plan, whatever was planned before; so the plan can be thrown away and laid out again
at any time. All moments in and out are aware; days and times of day are the person's own.
"""

from nudges.slots.kinds import A_DAY, A_RECOVERY, A_WEEK, Gone, Laid, is_at_its_moment
from nudges.slots.laying import lay_out
from nudges.slots.repeats import again
from nudges.slots.said import AFTER_A_SNOOZE

__all__ = [
    "AFTER_A_SNOOZE",
    "A_DAY",
    "A_RECOVERY",
    "A_WEEK",
    "Gone",
    "Laid",
    "again",
    "is_at_its_moment",
    "lay_out",
]
