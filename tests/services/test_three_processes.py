"""Web, worker and beat as in production: PostgreSQL, Redis and real SMTP, each process by itself."""

import http.cookiejar
import os
import re
import signal
import urllib.parse
import urllib.request

import pytest

from tests.services.installation import PATIENCE, eventually
from tests.services.production import Production

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """All three run and are well."""
    database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not database_url.startswith("postgres") or not redis_url:
        pytest.skip("DATABASE_URL names no PostgreSQL, or REDIS_URL no Redis")
    folder = tmp_path_factory.mktemp("production")
    production = Production(folder, database_url=database_url, redis_url=redis_url, static=folder / "static")
    try:
        production.open()
        production.start("web", "worker", "beat")
        production.wait_until_well()
        yield production
    finally:
        production.close()


def sign_up(production, email):
    """As a browser does it: fetch the page, send the form with its token and cookie."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = production.address + "accounts/signup/"
    page = opener.open(address, timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    fields = {"csrfmiddlewaretoken": token, "email": email, "password1": "a-long-enough-secret"}
    if 'name="password2"' in page:
        fields["password2"] = fields["password1"]
    request = urllib.request.Request(
        address, data=urllib.parse.urlencode(fields).encode(), headers={"Referer": address}
    )
    return opener.open(request, timeout=60).read().decode()


def test_the_three_are_well_and_static_files_are_served_for_ever(production):
    page = urllib.request.urlopen(production.address + "accounts/login/", timeout=60).read().decode()
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]
    request = urllib.request.Request(production.address.rstrip("/") + style, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.headers["Content-Encoding"] == "br"
        assert "immutable" in response.headers["Cache-Control"]


def test_account_mail_arrives_by_smtp(production):
    sign_up(production, "ada@example.org")

    message = eventually(lambda: production.inbox.to("ada@example.org"), within=PATIENCE, what="a mail for ada")[0]
    assert production.address.rstrip("/") + "/accounts/confirm-email/" in message.get_body(("plain",)).get_content()


def test_a_nudge_asked_for_now_leaves_by_worker_and_smtp_and_can_be_unsubscribed_with_one_click(production):
    production.manage("shell", "-c", ASK_FOR_ONE)

    message = eventually(lambda: production.inbox.to("grace@example.org"), within=PATIENCE, what="a nudge for grace")[0]
    assert message["Subject"] == "Your appointment"
    assert "Initech" not in message["Subject"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip(" <>")
    with urllib.request.urlopen(address, data=b"List-Unsubscribe=One-Click", timeout=60) as answer:
        assert (answer.status, answer.url) == (200, address)
    assert "lists: []" in production.manage("shell", "-c", WHAT_SHE_WANTS)
    assert len(production.inbox.to("grace@example.org")) == 1


def test_health_names_the_worker_that_died_and_turns_good_when_it_is_back(production):
    production.stop("worker", by=signal.SIGKILL)
    production.manage("shell", "-c", OLD)
    eventually(
        lambda: "no sign of life since" in production.health().get("worker", ""), within=PATIENCE, what="worker named"
    )
    assert production.health()["database"] == "ok"

    production.start("worker")
    production.stop("beat")
    production.start("beat")  # beat rings as soon as it is there
    production.wait_until_well()


OLD = """
from datetime import timedelta
from django.utils import timezone
from nudges.models import Heartbeat
Heartbeat.objects.filter(name="worker").update(beat_at=timezone.now() - timedelta(hours=1))
"""

ASK_FOR_ONE = """
from datetime import timedelta
from allauth.account.models import EmailAddress
from django.utils import timezone
from accounts.models import User
from applications import operations
from nudges import operations as nudging
now = timezone.now()
grace = User.objects.create_user("grace@example.org", "a-long-enough-secret", last_visit_at=now)
EmailAddress.objects.create(user=grace, email=grace.email, verified=True, primary=True)
nudging.set_lists(grace, ["appointments"], said_on="settings", now=now)
application = operations.add_application(grace, company="Initech", role="Engineer", now=now)
operations.schedule_interview(application, kind="video", starts_at=now + timedelta(days=3), now=now)
nudging.send_now(grace.nudges.get(), now=now)
"""

WHAT_SHE_WANTS = """
from accounts.models import User
print("lists:", User.objects.get(email="grace@example.org").nudge_preference.lists)
"""
