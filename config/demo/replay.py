"""The demo search, replayed: every act through the operations, at the moment it would have happened."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from applications import operations
from applications.models import Contact, Interview, JobApplication
from config.demo import papers
from config.demo.cast import COMPANIES, PLACES, PREPARING, ROLES, SAVED, SOURCES, STORY, Ending, people_at
from config.demo.recovering import recover
from config.demo.story import DAYS_BEFORE_TODAY, Act, Story
from config.demo.talks import Talk
from nudges import operations as nudge_operations
from nudges.models import NudgeList
from recovery import operations as recovery_operations

Stage = JobApplication.Stage
TAGS: list[list[str]] = [[], [], [], ["small team"], ["public good"], ["close to home"]]
PATH = {"screening": "phone", "assessment": "task", "interview": "video", "final_round": "panel"}


def tell(user: User, now: datetime) -> None:
    """Writes the whole search of the demo person, up to `now`."""
    story = Story(user, now)
    begin = story.today - timedelta(days=DAYS_BEFORE_TODAY)
    story.at(begin, 8, lambda moment: say_yes(user, moment))
    story.at(begin, 9, lambda moment: papers.first_cv(user, moment))
    story.at(story.today - timedelta(days=64), 9, lambda moment: papers.second_cv(user, moment))
    story.at(story.today - timedelta(days=11), 9, lambda moment: papers.letter(user, moment))
    story.at(story.today - timedelta(days=12), 19, lambda moment: try_a_change(user, moment))
    companies = iter(COMPANIES)
    for days_ago, ending in STORY:
        one_application(story, next(companies), story.today - timedelta(days=days_ago), ending)
    for days_ago in range(1, SAVED + PREPARING + 1):
        stage = Stage.SAVED if days_ago <= SAVED else Stage.PREPARING
        fields = found(story, stage) | {"deadline_on": story.today + timedelta(days=6 + days_ago)}
        story.at(story.today - timedelta(days=days_ago), 18, adding(user, next(companies), fields))
    story.replay()


def say_yes(user: User, moment: datetime) -> None:
    lists = [NudgeList.RECOVERY, NudgeList.FOLLOW_UPS, NudgeList.KEEP_GOING, NudgeList.APPOINTMENTS]
    nudge_operations.set_lists(user, lists, said_on="welcome", now=moment)
    nudge_operations.change_preferences(user, weekly_goal=4, now=moment)


def try_a_change(user: User, moment: datetime) -> None:
    recovery_operations.start_experiment(
        user,
        change="Writing to somebody there before I apply",
        wanted=8,
        goal="asking people for ten minutes",
        sign="More than one first talk in eight.",
        now=moment,
    )


def found(story: Story, stage: str) -> dict[str, Any]:
    chance = story.chance
    return {
        "role": chance.choice(ROLES),
        "stage": stage,
        "location": chance.choice(PLACES),
        "source": chance.choice(SOURCES),
        "excitement": chance.choice([2, 3, 3, 4, 4, 5]),
        "work_mode": chance.choice(["hybrid", "remote", "on_site", ""]),
        "tags": chance.choice(TAGS),
    }


def adding(user: User, company: str, fields: dict[str, Any]) -> Act:
    def add(moment: datetime) -> None:
        application = operations.add_application(user, company=company, now=moment, **fields)
        if application.applied_on:
            papers.send_cv(application, moment)

    return add


def one_application(story: Story, company: str, applied_on: date, ending: Ending) -> None:
    """One application from the day it was sent to the end of its part in the story."""
    fields = found(story, Stage.APPLIED)

    def application() -> JobApplication:
        return story.user.applications.get(company__name=company)

    story.at(applied_on, 17, adding(story.user, company, fields))
    reached = [stage for stage in PATH if Stage(stage).position <= Stage(ending.stage).position]
    for number, stage in enumerate(reached, 1):
        arrange(
            story,
            application,
            stage,
            applied_on + timedelta(days=6 * number),
            is_last=stage == ending.stage,
            ending=ending,
        )
    if ending.stage in ("final_round", "offer"):
        day = applied_on + timedelta(days=6 * len(reached))
        story.at(day, 16, lambda moment: operations.move_to(application(), ending.stage, now=moment))
    if ending.outcome:
        day = applied_on + timedelta(days=ending.after_days)
        story.at(day, 18, lambda moment: end(application(), ending, day, moment))
        if ending.outcome == "rejected" and reached:
            recover(story, application, day, ending.stage, is_over=day + timedelta(days=14) < story.today)


def arrange(story: Story, application: Callable, stage: str, day: date, *, is_last: bool, ending: Ending) -> None:
    """An interview four days after it was arranged; the last one of an open application lies ahead of today."""
    starts_on = day + timedelta(days=4)
    if is_last and not ending.outcome:
        # Arranged before the latest no: news after it would rest the recovery that the demo shows half way.
        day = min(day, story.today - timedelta(days=7))
        starts_on = story.today + timedelta(days=1 if stage == "interview" else 5)
    while starts_on.weekday() > 4:
        starts_on += timedelta(days=1)
    starts_at = story.moment(starts_on, story.chance.choice([10, 11, 14, 15]))
    talk = next(story.talks[PATH[stage]])

    def schedule(moment: datetime) -> None:
        name = story.chance.choice(people_at(application().company.name))
        interview = operations.schedule_interview(
            application(),
            contacts=[keep_in_mind(application(), name)],
            kind=PATH[stage],
            starts_at=starts_at,
            location="https://meet.example.org/rebound" if PATH[stage] == "video" else "",
            topic=talk.topic,
            now=moment,
        )
        prepare(interview, moment)

    def look_back(moment: datetime) -> None:
        debrief(application().interviews.get(starts_at=starts_at), talk, moment)

    story.at(day, 11, schedule)
    story.at(starts_on, 18, look_back)


def prepare(interview: Interview, moment: datetime) -> None:
    operations.prepare_interview(
        interview,
        now=moment,
        stresses="Talks to users themselves. Writes things down. Small team.",
        questions="What would a good first three months look like?\nWho decides what is built?",
        stories="The signup form: 11 questions down to 4.\nThe workshop that went wrong, and what I changed.",
    )


def debrief(interview: Interview, talk: Talk, moment: datetime) -> None:
    operations.debrief_interview(
        interview,
        now=moment,
        keep_lesson=bool(talk.next_time),
        went_well=talk.went_well,
        hardest_question=talk.hardest_question,
        connected=talk.connected,
        next_time=talk.next_time,
    )


def keep_in_mind(application: JobApplication, name: str) -> Contact:
    """Whoever one met at a company is a contact from then on."""
    known = application.user.contacts.filter(name=name, company=application.company).first()
    return known or operations.add_contact(
        application.user, name=name, company=application.company.name, applications=[application]
    )


def end(application: JobApplication, ending: Ending, day: date, moment: datetime) -> None:
    operations.record_outcome(
        application,
        kind=ending.outcome,
        decided_on=day,
        last_stage=ending.stage,
        no_kind=ending.no_kind,
        reason=ending.reason,
        now=moment,
    )
