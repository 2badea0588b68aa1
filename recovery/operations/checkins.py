from datetime import datetime

from django.db import transaction

from accounts.models import User
from advice.vocabulary import Input
from recovery.models import Answer
from recovery.operations.telling import lock, tell


@transaction.atomic
def forget_checkins(user: User, *, now: datetime) -> None:
    """Deletes every mood this person ever noted, for good."""
    lock(user)
    user.checkins.all().delete()
    for answer in Answer.objects.filter(step__recovery__user=user).select_related("step"):
        prompts = answer.step.snapshot.get("prompts", [])
        if any(prompt["key"] == answer.prompt_key and prompt["input"] == Input.MOOD for prompt in prompts):
            answer.delete()
    tell(user, now=now)
