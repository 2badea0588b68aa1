"""A person with due nudges, the shipped words, and a mail server that answers as told."""

import socket
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache

import yaml
from aiosmtpd.controller import Controller
from django.conf import settings

from advice.models import NudgeText
from applications.models import Interview
from nudges import operations, planner
from nudges.models import Message, Nudge, NudgeList
from tests.factories import make_application, make_interview


@cache
def shipped():
    return yaml.load((settings.BASE_DIR / "advice" / "packs" / "en.yaml").read_text(), yaml.CSafeLoader)  # noqa: S506


def load_shipped_texts():
    """The words of the pack, for every rule there is or will be."""
    return NudgeText.objects.bulk_create(
        NudgeText(
            rule=entry["rule"],
            language="en",
            state=NudgeText.State.PUBLISHED,
            subject=entry["subject"],
            body=entry["body"],
            required=entry["required"],
        )
        for entry in shipped()["nudge_texts"]
    )


ALL_BUT_THE_DIGEST = tuple(value for value in NudgeList.values if value != NudgeList.DIGEST)


def make_due(user, *, now: datetime, lists=ALL_BUT_THE_DIGEST, **fields) -> Nudge:
    """A follow-up of a quiet application that is due by mail at `now`, made as the app makes it."""
    before = now - timedelta(days=8)
    make_application(user, stage="applied", now=before, **fields)
    operations.set_lists(user, lists, said_on="settings", now=before)
    type(user).objects.filter(pk=user.pk).update(last_visit_at=now)
    planner.reconcile(user, now=now)
    return Nudge.objects.filter(user=user, state="planned").earliest("due_at")


def make_known_interview(application, *, now: datetime, **fields):
    """An interview that was typed at `now`, whatever the real clock says."""
    interview = make_interview(application, now=now, **fields)
    Interview.objects.filter(pk=interview.pk).update(created_at=now)
    planner.reconcile(application.user, now=now)
    interview.refresh_from_db()
    return interview


def words_of(mail) -> str:
    """The words of its plain text, wherever its lines end."""
    return " ".join(mail.body.split())


def the_message() -> Message:
    return Message.objects.get()


class Answers:
    """What the server says: a list of answers used up one by one, then always "250 OK"."""

    def __init__(self, *answers):
        self.answers, self.taken, self.connections = list(answers), [], 0

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "drop after the dot":
            self.taken.append(envelope.content)
            server.transport.abort()
            return "250 OK"
        if answer.startswith("250"):
            self.taken.append(envelope.content)
        return answer

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses


@contextmanager
def smtp_server(settings, *answers):
    """A real SMTP server on the loopback, and the settings that lead to it."""
    handler = Answers(*answers)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield handler
    finally:
        controller.stop()
