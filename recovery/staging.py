"""A recovery for show: an invented person really goes through it, and everything is taken back.

Curators see what a person would see, by the very operations, pages and templates, drafts included, and no row remains.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from advice import versions
from advice.models import Article, Card, Curated, Letter, Reframe, Step
from advice.vocabulary import TRACK_BY_STAGE, Stage
from applications import operations as applications
from applications.models import JobApplication, Outcome
from recovery import operations
from recovery.models import Recovery, RecoveryStep

SHOWN_WITH_A_STEP = [Step, Letter, Article, Reframe, Card]
LONG_AGO = timedelta(days=30)


@dataclass(frozen=True)
class Scene:
    """Who it is that sees it, and after which no."""

    stage: str = Stage.INTERVIEW
    no_kind: str = ""
    days_late: int = 0
    noes: int = 1  # how many of this kind there have been, this one included
    has_contact: bool = False
    has_checkins: bool = False
    with_drafts: bool = True
    theme: str = User.Theme.LIGHT
    language: str = "en"
    step: str = ""  # the key of the step that is looked at
    version: int | None = None  # the pk of its new version, where it is that one
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Staged:
    """The invented person's rows, for as long as they stand."""

    person: User
    application: JobApplication
    recovery: Recovery
    step: RecoveryStep | None = None
    is_planned: bool = True  # False: the rules would not show this step after such a no


@contextmanager
def staged(scene: Scene, *, now: datetime, before: Callable[[], None] | None = None) -> Iterator[Staged]:
    """Sets the scene inside a transaction that is always rolled back. `before` may change texts there first.

    On SQLite nobody else can write until then: about a quarter of a second, four fifths of it for the scene itself.
    """
    with transaction.atomic():
        try:
            if before:
                before()
            yield _set(scene, now=now)
        finally:
            transaction.set_rollback(True)


def _set(scene: Scene, *, now: datetime) -> Staged:
    if scene.with_drafts:
        for model in SHOWN_WITH_A_STEP:
            model._default_manager.filter(retired_at=None).update(state=Curated.State.PUBLISHED)
    for version in versions_shown(scene):
        with suppress(ValidationError):  # it could not be published either
            versions.publish(version, by=None)
    # The step that is looked at is there in any case, retired or not: it is what the curator asked for.
    Step.objects.filter(key=scene.step, language=scene.language).update(state=Curated.State.PUBLISHED, retired_at=None)
    person = invent(scene, now=now)
    is_light = TRACK_BY_STAGE[scene.stage] == "light"
    for _place in range(scene.noes - 1):
        end(apply(person, scene, now=now), scene, now=now, is_bulk=not is_light)
    application = apply(person, scene, now=now)
    if scene.has_contact:
        contact = person.contacts.create(name="Grace Hopper", company=application.company)
        contact.applications.add(application)
    end(application, scene, now=now)
    if scene.stage == Stage.GHOSTED:
        operations.begin_offered(application, now=now)
    recovery = application.recovery_entries.live().get().recovery
    if not scene.step:
        return Staged(person, application, recovery)
    planned = recovery.steps.filter(key=scene.step).first()
    step = planned or put_in(recovery, scene)
    if step and scene.answers:
        operations.open_step(step, now=now)
        given = QueryDict(mutable=True)
        given.update(scene.answers)
        operations.save_answers(step, given, now=now, keys=list(scene.answers))
    return Staged(person, application, recovery, step, is_planned=planned is not None)


def versions_shown(scene: Scene) -> list[Curated]:
    """New versions that stand for what they are to replace: of the step looked at if it is that one, and of others."""

    def is_of_this_step(version: Any) -> bool:
        return isinstance(version, Step) and (version.key, version.language) == (scene.step, scene.language)

    waiting = [version for model in SHOWN_WITH_A_STEP for version in model.everything.versions()]
    return [one for one in waiting if (one.pk == scene.version if is_of_this_step(one) else scene.with_drafts)]


def invent(scene: Scene, *, now: datetime) -> User:
    return User.objects.create(
        email=f"{uuid.uuid4()}@example.invalid",
        name="Ada Lovelace",
        language=scene.language,
        theme=scene.theme,
        has_checkins=scene.has_checkins,
        joined_at=now - LONG_AGO,
        welcomed_at=now - LONG_AGO,
    )


def apply(person: User, scene: Scene, *, now: datetime) -> JobApplication:
    stage = Stage.INTERVIEW if scene.stage == Stage.GHOSTED else scene.stage
    return applications.add_application(
        person, company="Northwind", role=_("Data analyst"), stage=stage, now=now - LONG_AGO
    )


def end(application: JobApplication, scene: Scene, *, now: datetime, is_bulk: bool = False) -> None:
    is_silence = scene.stage == Stage.GHOSTED
    applications.record_outcome(
        application,
        kind=Outcome.Kind.GHOSTED if is_silence else Outcome.Kind.REJECTED,
        no_kind="" if is_silence else scene.no_kind,
        decided_on=application.user.local_day(now) - timedelta(days=scene.days_late),
        is_bulk=is_bulk,
        now=now,
    )


def put_in(recovery: Recovery, scene: Scene) -> RecoveryStep | None:
    """The step where no rule puts it, so that its words can be read all the same."""
    row = Step.objects.filter(key=scene.step, language=scene.language).first()
    if row is None:
        return None
    return recovery.steps.create(
        key=row.key,
        order=row.order,
        mode=RecoveryStep.Mode.OFFERED,
        opens_on=recovery.counts_from_on,
        minutes=row.minutes,
        title=row.title,
        language=row.language,
    )
