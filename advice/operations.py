from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import User
from advice import queries
from advice.models import Curated, Step, StepRule, Voice

CURATORS = "Curators"


def publish(rows: Iterable[Curated], *, by: User) -> int:
    """Show these rows to people now, also those that were retired or wait for a moment. Returns how many changed."""
    return _change(rows, by=by, state=Curated.State.PUBLISHED, retired_at=None, publish_at=None)


def send_to_review(rows: Iterable[Curated], *, by: User) -> int:
    """Take these rows back for another look; people no longer see them. Returns how many changed."""
    return _change(rows, by=by, state=Curated.State.REVIEW)


def retire(rows: Iterable[Curated], *, by: User, now: datetime) -> int:
    """Put these rows away for good without deleting them: what people began with them stays readable."""
    return _change([row for row in rows if not row.is_retired], by=by, retired_at=now)


@transaction.atomic
def set_rule(step: Step, stage: str, mode: str, *, by: User) -> bool:
    """Says that the step is on, offered or (empty) not shown after a no at this stage. Answers whether that is news."""
    rule = step.rules.filter(stage=stage).first()
    if (rule.mode if rule else "") == mode:
        return False
    if rule and not mode:
        rule._history_user = by  # type: ignore[attr-defined]
        rule.delete()
        return True
    rule = rule or StepRule(step=step, stage=stage)
    rule.mode, rule._history_user = mode, by  # type: ignore[attr-defined]
    rule.save()
    return True


def say_whether_it_helped(user: User, *, kind: str, key: str, answer: str) -> None:
    """Counts this person's answer about a text, once: another one takes its place. Who it was is kept nowhere."""
    Voice.objects.update_or_create(
        voter=queries.voter(user, kind=kind, key=key), defaults={"kind": kind, "key": key, "answer": answer}
    )


@transaction.atomic
def ensure_curators_group() -> Group:
    """The group that may see, add and change advice and nothing else; nobody in it may delete. Safe to repeat."""
    group, _ = Group.objects.get_or_create(name=CURATORS)
    wanted = curators_permissions()
    if {p.pk for p in group.permissions.all()} != {p.pk for p in wanted}:
        group.permissions.set(wanted)
    return group


def curators_permissions() -> list[Permission]:
    """View, add and change for every curated model and its parts; delete only for parts (a prompt may leave a step)."""
    names = []
    for model in apps.get_app_config("advice").get_models():
        if hasattr(model._meta, "simple_history_manager_attribute"):
            is_part = not issubclass(model, Curated)
            verbs = ["view", "add", "change", *(["delete"] if is_part else [])]
            names += [f"{verb}_{model._meta.model_name}" for verb in verbs]
    return list(Permission.objects.filter(content_type__app_label="advice", codename__in=names))


@transaction.atomic
def _change(rows: Iterable[Curated], *, by: User, **values: Any) -> int:
    count = 0
    for row in rows:
        if all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row._history_user = by  # type: ignore[attr-defined]
        row.save()
        count += 1
    return count
