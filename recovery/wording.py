"""What a no may say, and what it cannot, by the stage after which it came: one plain sentence for the first minute."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


def says(content_stage: str) -> Promise | str:
    return SAYS.get(content_stage, "")
