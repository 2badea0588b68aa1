"""What may stand in a log, and what may not."""

import io
import json
import logging
import re
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config

from config import gunicorn
from config.log import DiscreetFormatter, JsonFormatter, discreet
from nudges import actions, delivery
from nudges.models import Nudge
from tests.conventions.access import addresses
from tests.factories import make_user
from tests.nudges.sending import load_shipped_texts, make_due

TOKEN = "WzEsImRyb3AiXQ:1uXabc:JYV0_c4n4ryc4n4ryc4n4ryc4n4ryc4n4ry-c4n4ryc"
CANARY = "quetzalcoatlus"


@pytest.fixture
def log():
    """Everything that is logged, at whatever level, as our handler writes it."""
    made = settings.LOGGING["formatters"]["plain"]
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "plain"
    assert made["class"] == "config.log.DiscreetFormatter"
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(DiscreetFormatter(made["format"], style=made["style"]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    requests = logging.getLogger("django.request")
    level = requests.level
    requests.setLevel(logging.DEBUG)
    yield handler.stream
    requests.setLevel(level)
    root.removeHandler(handler)
    root.setLevel(before)


def written(message, *args, **extra):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, extra.get("exc_info"))
    return DiscreetFormatter("{levelname} {message}", style="{").format(record)


# --- Addresses --------------------------------------------------------------------------------------------------------


def secret_addresses():
    """Every address with a secret in it, as the URLconf knows them."""
    for address in addresses():
        if "token" in address.parts or (address.name.startswith("account_") and "key" in address.parts):
            parts = {"token": TOKEN, "key": TOKEN if "uidb36" not in address.parts else "d3abc1-c4n4ryc4n4ry"}
            yield reverse(address.name, kwargs={name: parts.get(name, "1") for name in address.parts})


def test_every_secret_in_an_address_is_left_out():
    paths = list(secret_addresses())

    assert len(paths) == 6
    for path in paths:
        line = written("Not Found: %s", path)
        assert "c4n4ry" not in line and TOKEN not in line
        assert line.startswith("WARNING Not Found: /")


@pytest.mark.parametrize(
    "address",
    [
        f"/n/{TOKEN}",
        f"/n/{TOKEN}/more/",
        f"/somewhere/else/{TOKEN}/",
        f"/accounts/login/?next=/n/{TOKEN}/",
        f"/accounts/login/?next=%2Fu%2F{TOKEN.replace(':', '%3A')}%2F",
        f"https://rebound.example.org/u/{TOKEN}/",
        "/accounts/password/reset/key/1-c4n4ry/",
        "/c/c4n4ry_c4n4ry-c4n4ry.ics",
        "/p/c4n4ry_c4n4ry/",
        "https://rebound.example.org/c/c4n4ry.ics?x",
    ],
)
def test_a_secret_is_found_however_the_address_is_written(address):
    assert not re.search("c4n4ry", written('"GET %s HTTP/1.1" 404', address))


def test_a_token_is_known_by_its_form_alone():
    assert "***" in discreet(f"value {signing.dumps([1, 'drop'], salt='x')}")


@pytest.mark.parametrize(
    "line",
    [
        '127.0.0.1 - - "GET /applications/new/?title=C4N4RY&text=C4N4RY%20x&url=https://C4N4RY/ HTTP/1.1" 200 "-"',
        '"GET /applications/?q=C4N4RY HTTP/1.1" 200 12 "https://rebound.example.org/applications/?q=C4N4RY" "agent"',
        "Not Found: /nowhere/?C4N4RY",
        "https://rebound.example.org?q=C4N4RY",
        "/a?b?C4N4RY/c?C4N4RY",
    ],
)
def test_what_was_asked_for_behind_an_address_is_left_out(line):
    assert "C4N4RY" not in discreet(line) and "?***" in discreet(line)


@pytest.mark.parametrize("line", ["Really? Yes", "/applications/?", "What? /applications/7/ is there"])
def test_a_question_mark_alone_hides_nothing(line):
    assert discreet(line) == line


@pytest.mark.parametrize(
    "path", ["/applications/7/", "/accounts/password/reset/key/done/", "/recovery/3/steps/name_it/", "/advice/u/"]
)
def test_other_addresses_stay_readable(path):
    assert written("Not Found: %s", path).endswith(path)


# --- Lines ------------------------------------------------------------------------------------------------------------


def test_nobody_begins_a_line_of_their_own():
    line = written("Bad name: %s", "x\r\n2026-11-18 ERROR root: it is on fire\x1b[2J\u2028\u202e")

    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_a_lone_surrogate_does_not_break_the_log():
    assert written("Not Found: %s", "/\udcff/").encode().startswith(b"WARNING Not Found: /")


def test_a_traceback_keeps_its_lines_and_none_of_them_begins_at_the_margin():
    try:
        raise ValueError("one\n2026-11-18 ERROR root: two")
    except ValueError as problem:
        lines = written("Broken", exc_info=(type(problem), problem, problem.__traceback__)).split("\n")

    assert len(lines) > 3
    assert all(line.startswith("  ") for line in lines[1:])


def test_what_the_database_quotes_of_a_row_is_left_out():
    try:
        raise ValueError(f"duplicate key value\nDETAIL:  Key (email)=({CANARY}) already exists.")
    except ValueError as problem:
        text = written("Broken", exc_info=(type(problem), problem, problem.__traceback__))

    assert "duplicate key value" in text and CANARY not in text


def test_the_web_server_keeps_secrets_too(capsys):
    config = Config()
    config.set("accesslog", "-")
    config.set("logger_class", gunicorn.logger_class)
    log = config.logger_class(config)
    try:
        log.error("Error handling request %s", f"/n/{TOKEN}/")
        log.access_log.info('127.0.0.1 - - "GET /u/%s/ HTTP/1.1" 200 "%s"', TOKEN, "agent\x1b[2J")
        out, err = capsys.readouterr()
    finally:
        for logger in (log.error_log, log.access_log):
            logger.handlers.clear()
            logger.propagate = True

    assert "/n/***" in err and "/u/***" in out
    assert "c4n4ry" not in out + err and "\x1b" not in out


def test_an_access_log_tells_neither_what_was_asked_for_nor_where_one_came_from(capsys):
    """As gunicorn itself writes it, in its own format, for a request with words and a token in it."""
    config = Config()
    config.set("accesslog", "-")
    config.set("logger_class", gunicorn.logger_class)
    log = config.logger_class(config)
    asked = f"/applications/new/?title={CANARY}&text={CANARY}%20x"
    request = SimpleNamespace(headers=[("REFERER", f"https://rebound.example.org/applications/?q={CANARY}")])
    answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
    try:
        for address in (asked, f"/u/{TOKEN}/?x={CANARY}", f"/documents/?q={CANARY}"):
            path, _, query = address.partition("?")
            environ = {"REQUEST_METHOD": "GET", "RAW_URI": address, "PATH_INFO": path, "QUERY_STRING": query}
            environ |= {
                "SERVER_PROTOCOL": "HTTP/1.1",
                "HTTP_REFERER": request.headers[0][1],
                "REMOTE_ADDR": "127.0.0.1",
            }
            log.access(answer, request, environ, timedelta(milliseconds=8))
        out, err = capsys.readouterr()
    finally:
        for logger in (log.error_log, log.access_log):
            logger.handlers.clear()
            logger.propagate = True

    lines = (out + err).strip().splitlines()
    assert len(lines) == 3 and "/applications/new/?***" in lines[0] and "/u/***" in lines[1]
    assert CANARY not in out + err and "c4n4ry" not in out + err


# --- A day in the app -------------------------------------------------------------------------------------------------


def test_nothing_private_reaches_a_log(log, pack, client, now):
    """Tokens, passwords, words and mail bodies, through pages that work, refuse and fail."""
    client.post("/accounts/signup/", {"email": "ada@example.org", "password1": f"{CANARY}-1"})
    client.post("/applications/new/", {"company": CANARY, "role": CANARY, "notes": CANARY, "url": f"bad {CANARY}"})
    client.post("/applications/new/", {"company": CANARY, "role": CANARY, "notes": CANARY, "posting_text": CANARY})
    client.get("/applications/", {"q": CANARY})
    client.post("/settings/", {"name": f"{CANARY}\n", "time_zone": CANARY})
    client.post("/settings/leave/", {"password": f"{CANARY}-wrong"})
    stranger = Client(raise_request_exception=False)
    stranger.post("/accounts/login/", {"login": "ada@example.org", "password": f"{CANARY}-wrong"})
    stranger.post("/accounts/password/reset/", {"email": "ada@example.org"})
    reset = re.search(r"/accounts/password/reset/key/(\S+)/", mail.outbox[-1].body).group(1)
    stranger.get(f"/accounts/password/reset/key/{reset}")
    stranger.get(f"/accounts/password/reset/key/{reset}/nowhere/")
    stranger.get(f"/accounts/confirm-email/{TOKEN}/", follow=True)
    for path in (f"/n/{TOKEN}/", f"/u/{TOKEN}/", f"/n/{TOKEN}/nowhere/", f"/nowhere/n/{TOKEN}/", "/nowhere/%0Aforged/"):
        assert stranger.get(path).status_code == 404
    logged = log.getvalue()

    assert "Not Found: /n/***" in logged and "/nowhere/" in logged
    for secret in (CANARY, TOKEN, reset, reset.partition("-")[2], mail.outbox[-1].body[:40]):
        assert secret not in logged
    assert "\nforged" not in logged


def test_a_form_with_a_slip_in_it_is_no_line_in_the_log(caplog, ada_client):
    assert ada_client.post("/applications/new/", {}).status_code == 422

    assert not [record for record in caplog.records if record.name == "django.request"]


def test_a_page_that_breaks_tells_operators_where_and_nothing_private(log, ada_client, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("applications.views.applications.operations.add_application", breaks)
    ada_client.raise_request_exception = False
    answer = ada_client.post("/applications/new/", {"company": CANARY, "role": CANARY})

    assert answer.status_code == 500 and CANARY not in answer.content.decode()
    assert "RuntimeError: on purpose" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_a_mail_that_breaks_or_goes_out_leaves_no_words_of_it(log, monkeypatch, now, db):
    load_shipped_texts()
    bob = make_user(email="bob@example.org", name=CANARY, time_zone="Europe/Berlin")
    make_due(bob, now=now, company=CANARY, role=CANARY)
    nudge = Nudge.objects.filter(user=bob, state="planned").earliest("due_at")
    delivery.send_due(now)
    (sent,) = mail.outbox
    assert CANARY in sent.body

    ada = make_user(email="ada@example.org", name=CANARY, time_zone="Europe/Berlin")
    make_due(ada, now=now, company=CANARY, role=CANARY)
    monkeypatch.setattr("nudges.mail.headers", lambda *args: {"X-Broken": f"a\n{now}"})
    delivery.send_due(now + timedelta(minutes=1))
    logged = log.getvalue()

    assert "could not be put together" in logged
    assert CANARY not in logged and actions.nudge_token(nudge, "drop") not in logged
    assert "/u/" not in logged.replace("/u/***", "")


def test_as_json_a_line_is_one_object_with_the_same_discretion():
    try:
        raise ValueError(f"GET /applications/?q={CANARY}")
    except ValueError:
        problem = sys.exc_info()
    record = logging.LogRecord("nudges", logging.ERROR, __file__, 1, "Lost /n/%s/\nforged", (TOKEN,), problem)

    line = JsonFormatter("worker").format(record)

    said = json.loads(line)
    assert "\n" not in line and CANARY not in line and TOKEN not in line
    assert (said["level"], said["logger"], said["role"]) == ("ERROR", "nudges", "worker")
    assert said["message"].startswith("Lost /n/***") and "ValueError" in said["trace"]
