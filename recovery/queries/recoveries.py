"""Which recoveries somebody has, with what a list shows of them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from recovery.models import Recovery, RecoveryApplication, RecoveryStep

Kind = Recovery.Kind


def open_guided(user: User) -> Recovery | None:
    """The one short or full recovery that is going on or resting."""
    return user.recoveries.open().guided().first()


def open_early_noes(user: User) -> Recovery | None:
    return user.recoveries.open().filter(kind=Kind.EARLY_NOES).first()


def earlier(user: User) -> QuerySet[Recovery]:
    """Closed ones, and put-away ones in which something was begun, the latest first."""
    begun = RecoveryStep.objects.filter(recovery=OuterRef("pk")).exclude(opened_at=None)
    shown = Q(state=Recovery.State.CLOSED) | Q(Exists(begun), state=Recovery.State.ARCHIVED)
    return with_applications(kept(user).filter(shown))


def kept(user: User) -> QuerySet[Recovery]:
    """Without those that lie in the trash: with the application that began them, and no other no lives there."""
    there = RecoveryApplication.objects.filter(recovery=OuterRef("pk"), application__trashed_at=None)
    return user.recoveries.filter(Exists(there.filter(Q(began_it=True) | Q(is_set_aside=False))))


def with_applications(recoveries: QuerySet[Recovery]) -> QuerySet[Recovery]:
    return recoveries.prefetch_related(of_applications())


def of_applications() -> Prefetch:
    """The noes of a guided recovery but those in the trash, the one that began it first. Of a page of early noes, which
    may hold hundreds, none: see `latest_in`.
    """
    entries = in_sight(RecoveryApplication.objects.exclude(recovery__kind=Kind.EARLY_NOES))
    entries = entries.select_related("application__company").defer("application__notes", "application__posting_text")
    return Prefetch("entries", queryset=entries.order_by("-began_it", "recorded_at", "pk"))


def of_steps() -> Prefetch:
    """The steps of a recovery as a list shows them."""
    return Prefetch("steps", queryset=RecoveryStep.objects.defer("snapshot"))


def recoveries_for_facts(user: User) -> list[Recovery]:
    """Open recoveries with steps, entries, applications and companies, for rules that make no query: three queries.

    `entries` holds the live ones only.
    """
    entries = RecoveryApplication.objects.live().select_related("application__company")
    return list(user.recoveries.open().prefetch_related("steps", Prefetch("entries", queryset=entries)))


def is_reply_held(recovery: Recovery) -> bool:
    return recovery.steps.exclude(opens_at=None).exists()


def cards_kept_in(recovery: Recovery) -> dict[str, int]:
    """The prompts of this recovery whose evidence card was kept, each with the key of its achievement."""
    return dict(recovery.achievements.kept().exclude(prompt_key="").values_list("prompt_key", "pk"))


def in_sight(entries: QuerySet[RecoveryApplication]) -> QuerySet[RecoveryApplication]:
    return entries.filter(application__trashed_at=None)
