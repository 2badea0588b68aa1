"""What this floor does when it hears of something below."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_leaving
from applications import operations


@receiver(person_leaving)
def forget_documents(user: User, **kwargs: Any) -> None:
    operations.forget_documents(user)
