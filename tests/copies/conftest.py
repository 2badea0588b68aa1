"""An account with everything that exists in it, made as the app makes it; and copies of it, as files."""

import io
import json
import uuid
import zipfile
from datetime import date, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.test import Client

from accounts import exports
from accounts import operations as accounts
from accounts.packing import packed
from applications import operations
from applications.models import Event, ListLook
from nudges import operations as nudges
from nudges.models import NudgeChoice, NudgeList
from recovery import operations as recovery
from recovery.models import Recovery
from tests.factories import (
    make_achievement,
    make_application,
    make_document,
    make_experiment,
    make_interview,
    make_outcome,
    make_user,
)

CANARY = "canary-7f3a"


@pytest.fixture(autouse=True)
def _clean_storage(settings, tmp_path):
    """So that what lies in the storage can be counted."""
    settings.STORAGES = settings.STORAGES | {
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "documents")},
        }
    }


@pytest.fixture
def files(tmp_path):
    """What lies in the storage."""
    return lambda: sorted(path.name for path in (tmp_path / "documents").rglob("*") if path.is_file())


@pytest.fixture
def full(ada, pack, now):
    """Ada, with rows of every kind."""
    ada.phone, ada.country, ada.rejection_word = "0171", "de", "not_selected"
    ada.save()
    now -= timedelta(days=3)
    search(ada, now)
    after_a_no(ada, now)
    wishes(ada, now)
    return ada


def search(ada, now):
    spring = operations.add_period(ada, name="Spring", is_current=True, takes_in=False, now=now)
    app = make_application(ada, now=now, notes="*My* notes", posting_text="Theirs", salary_min=1, salary_currency="EUR")
    operations.set_tags(app, names=["fair", "Größe"], now=now)
    operations.move_to(app, "applied", now=now + timedelta(minutes=1))
    grace = operations.add_contact(ada, name="Grace", company="Navy", applications=[app], notes="Kind")
    other = operations.add_contact(ada, name="Grace H.", keep_warm_on=date(2027, 1, 2))
    operations.say_apart(ada, "contact", grace.pk, other.pk)
    company = app.company
    operations.edit_company(company, now=now, name=company.name, notes="A firm", website="https://x.example/")
    talk = make_interview(app, now=now, starts_at=now - timedelta(days=1), topic="Systems", employer_zone="Asia/Tokyo")
    talk.contacts.add(grace)
    operations.prepare_interview(talk, now=now, notes=CANARY)
    operations.debrief_interview(talk, now=now, next_time=f"{CANARY} again", keep_lesson=True)
    operations.change_interview(talk, now=now + timedelta(minutes=3), topic="Other systems")
    operations.cancel_interview(make_interview(app, now=now), now=now + timedelta(minutes=4))
    note = operations.add_event(
        app, kind=Event.Kind.NOTE, happened_on=now.date(), now=now, note="Called", contact=grace
    )
    operations.correct_event(note, now=now + timedelta(minutes=5), happened_on=now.date(), note="Called them")
    letter = operations.keep_letter(ada, form_key=uuid.uuid4(), now=now, application=app, contact=grace, subject="Hi")
    operations.change_letter(letter, now=now, text=CANARY)
    operations.mark_letter_sent(letter, sent_on=now.date(), now=now + timedelta(minutes=6))
    document = make_document(ada, now=now, applications=[app])
    file = operations.keep_file(ada, io.BytesIO(b"Another one"), size=11, now=now)
    operations.add_version(document, file, filename="cv-2.txt", type="txt", label="short", now=now)
    query = f"tag={app.tags.first().pk}&period={spring.pk}&closed=on"
    operations.save_view(ada, name="Mine", query=query, is_default=True)
    operations.change_look(ListLook(user=ada, columns=["stage", "tags"], page_size=50))
    gone = make_application(ada, company="Gone", now=now)
    operations.trash_many(ada, [gone.pk], now=now)
    make_experiment(ada, now=now, goal=CANARY)


def after_a_no(ada, now):
    app = make_application(ada, company="Nono", stage="interview", now=now)
    make_outcome(app, now=now, no_kind="call", reason="Budget")
    early = make_application(ada, company="Early", stage="applied", now=now)
    make_outcome(early, now=now)
    begun = Recovery.objects.get(user=ada, kind="full")
    grace = ada.contacts.get(name="Grace")
    for step in begun.steps.all():
        recovery.open_step(step, now=now)
        answer(step, grace, now)
    recovery.feedback_asked(app, asked_on=now.date(), now=now, question=CANARY, letter_key="feedback_after_interview")
    recovery.feedback_received(
        app, answer=CANARY, codes=["no_reason_given"], now=now, next_time="I ask", keep_lesson=True
    )
    make_achievement(ada, now=now, tags=["speed"])
    recovery.write_take_along(recovery.start_take_along(ada, now=now), text=CANARY, now=now)


def answer(step, contact, now):
    """Every question of a step, by what its form would send."""
    sheet = recovery.sheet_of(step, now=now)
    posted = QueryDict(mutable=True)
    for control in sheet.controls:
        key, options = control.key, control.prompt["options"]
        posted.appendlist("shown", key)
        sent = {key: options.get("choices", [CANARY])[0], f"{key}-contact": str(contact.pk), f"{key}-on": "2026-12-01"}
        sent |= {f"{key}-{part}": CANARY for part in ("sentence", "situation", "action", "text", "subject")}
        by_input = {"date": "2026-12-01", "date_optional": "2026-12-01", "number": "40", "slider": "50"}
        sent[key] = by_input.get(control.prompt["input"], sent[key])
        if control.prompt["input"] == "letter":
            sent[f"{key}-letter"] = options["choices"][0]
        if control.prompt["input"] == "matrix":
            sent |= {f"{key}-{place}": "known" for place in range(len(options["rows"]))}
        posted.update(sent)
    recovery.save_answers(step, posted, now=now)


def wishes(ada, now):
    nudges.set_lists(ada, NudgeList.values, said_on="welcome", now=now)
    nudges.change_preferences(ada, weekly_goal=4, has_weekend=True, now=now)
    app = ada.applications.get(company__name="Initech")
    NudgeChoice.objects.create(
        user=ada, kind=NudgeChoice.Kind.STOP_SUBJECT, subject=f"application:{app.pk}", made_at=now
    )


@pytest.fixture
def newcomer(db):
    return make_user(email="new@example.org", name="New", time_zone="Asia/Tokyo")


@pytest.fixture
def newcomer_client(newcomer):
    client = Client()
    client.force_login(newcomer)
    return client


@pytest.fixture
def copy_of(now):
    """A person's own copy, as data."""

    def take(user):
        user.refresh_from_db()
        return json.loads(json.dumps(accounts.export_data(user, now=now), cls=DjangoJSONEncoder))

    return take


@pytest.fixture
def zipped():
    """The same as the file that is downloaded, whatever was done to the data."""

    def pack_(data, user):
        return io.BytesIO(b"".join(packed(json.dumps(data).encode(), exports.files_of(user))))

    return pack_


def archive_of(entries, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (entries | more).items():
            archive.writestr(name, content)
    out.seek(0)
    return out
