"""What a no may say, and what it cannot, by the stage after which it came: one plain sentence for the first minute.

Curators write them on a card; those here are shown where the card has none.
"""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.templatetags.localised import said_in
from advice import queries as advice
from advice.checking import Advice, Problem
from advice.models import Card
from applications.models import JobApplication
from recovery.tracks import EARLY, GHOSTED

Stage = JobApplication.Stage

# By content stage. In line with "What each stage's no tells" in the content's evidence: what is known, and no comfort
# beyond it.
SAYS: dict[str, Promise] = {
    EARLY: _("A no before a first conversation says very little about you."),
    Stage.SCREENING: _("A no this soon is most often about a requirement, the pay or practical things."),
    Stage.ASSESSMENT: _("A task is one sample of your work, judged once, by them."),
    Stage.INTERVIEW: _("It is what a few people made of a few hours. It may weigh all the same."),
    Stage.FINAL_ROUND: _("You came to the last round. From there it is often about comparison, timing or money."),
    Stage.OFFER: _("When an offer is taken back, the facts come first: what was said, in writing, and by whom."),
    GHOSTED: _("Silence is not a verdict: you know nothing new about how you did."),
}


CARD = "what_a_no_says"  # where curators write these sentences, as labels by stage


def says(content_stage: str, user: User) -> Promise | str:
    """The curators' sentence in the language that this person's pages speak; where they wrote none, the shipped one."""
    card = advice.card(CARD, [code for code in user.curated_languages if _base(code) == _base(user.spoken_language)])
    written: str = card.labels.get(content_stage, "") if card else ""
    return said_in(written, card.language) if card and written else SAYS.get(content_stage, "")


def stages_are_known(advice: Advice) -> Iterator[Problem]:
    """A question of the desk's check: a sentence for a stage that there is not would be read by nobody."""
    for row in advice.linking:
        if isinstance(row, Card) and row.key == CARD:
            for stage in [name for name in row.labels if name not in SAYS]:
                text = gettext("There is no stage “%(name)s”; these are read: %(stages)s.")
                yield Problem(row, text % {"name": stage, "stages": ", ".join(SAYS)})


def _base(code: str) -> str:
    return code.partition("-")[0]
