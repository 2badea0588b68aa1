"""How a person wants endings to be called."""

from django.utils.functional import Promise

from accounts.models import User
from applications.models import Outcome

Words = str | Promise


def word_for(kind: str, user: User) -> Words:
    """The name of an ending; for *rejected* the word the person chose."""
    if kind == Outcome.Kind.REJECTED:
        return User.RejectionWord(user.rejection_word).label
    return Outcome.Kind(kind).label


def outcome_choices(user: User) -> list[tuple[str, Words]]:
    return [(kind.value, word_for(kind, user)) for kind in Outcome.Kind]
