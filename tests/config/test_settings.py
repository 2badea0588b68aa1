"""Settings come from the environment, refuse with a sentence, and are all explained in .env.example."""

import os
import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).parent.parent.parent
WRITTEN = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|environ\.get\("([A-Z_]+)"')
SECRETS = {"SECRET_KEY": "x" * 60, "WRITING_KEYS": "1:" + "eA" * 21 + "e="}
PRODUCTION = SECRETS | {
    "SITE_URL": "https://rebound.example.org",
    "DATABASE_URL": "postgres://user:p%40ss@db.internal:5433/rebound?sslmode=require",
    "REDIS_URL": "redis://redis.internal:6379/0",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org",
}


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings as they are with this environment and nothing else."""

    def read(**environment):
        for name in set(os.environ) - {"PATH", "HOME"}:
            monkeypatch.delenv(name)
        monkeypatch.setenv("ENV_FILE", os.devnull)
        monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config" / "settings.py"))

    return read


def test_the_embedded_default_needs_nothing_and_keeps_its_secrets(read, tmp_path):
    first, second = read(), read()

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["WRITING_KEYS"] == second["WRITING_KEYS"]
    assert first["SITE_URL"] == "http://127.0.0.1:8000"
    assert first["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert first["ACCOUNT_EMAIL_VERIFICATION"] == "none"
    for name in ("secret_key", "writing_key"):
        assert (tmp_path / "var" / name).stat().st_mode & 0o777 == 0o600


def test_production_is_read_from_the_addresses(read):
    settings = read(**PRODUCTION)

    database = settings["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.internal", 5433, "p@ss")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 8
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        True,
    )
    assert settings["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"
    assert settings["ALLOWED_HOSTS"] == ["rebound.example.org"]
    assert settings["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert settings["SECURE_HSTS_SECONDS"] == 31536000
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_no_page_waits_for_ever_but_a_migration_may(read):
    assert "statement_timeout" in read(**PRODUCTION, ROLE="web")["DATABASES"]["default"]["OPTIONS"]["options"]
    assert "options" not in read(**PRODUCTION)["DATABASES"]["default"]["OPTIONS"]


def test_a_proxy_is_believed_only_when_it_is_named(read):
    assert read(**PRODUCTION, TRUSTED_PROXY_COUNT="1")["SECURE_PROXY_SSL_HEADER"][1] == "https"


def test_a_sqlite_file_elsewhere_is_as_careful_as_the_embedded_one(read, tmp_path):
    settings = read(
        **SECRETS, SITE_URL="https://rebound.example.org", DATABASE_URL=f"sqlite:///{tmp_path}/other.sqlite3"
    )

    database = settings["DATABASES"]["default"]
    assert database["NAME"] == f"{tmp_path}/other.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_values_left_empty_count_as_not_set(read):
    settings = read(**PRODUCTION, ALLOWED_HOSTS="", NUDGES_FROM_EMAIL="", DEFAULT_FROM_EMAIL="", TRIAL_MAIL="")

    assert settings["ALLOWED_HOSTS"] == ["rebound.example.org"]
    assert settings["NUDGES_FROM_EMAIL"] == "Rebound <rebound@rebound.example.org>"


@pytest.mark.parametrize("missing", ["SITE_URL", "SECRET_KEY", "WRITING_KEYS"])
def test_production_refuses_to_start_without(read, missing):
    with pytest.raises(ImproperlyConfigured, match=rf"^Set {missing}\b"):
        read(**{name: value for name, value in PRODUCTION.items() if name != missing})


@pytest.mark.parametrize("address", ["rebound.example.org", "https://rebound.example.org/jobs", "https://"])
def test_an_address_that_cannot_stand_in_a_mail_is_refused(read, address):
    with pytest.raises(ImproperlyConfigured, match="^SITE_URL is an address without a path"):
        read(**PRODUCTION | {"SITE_URL": address})


def test_mail_by_smtp_needs_https_links(read):
    with pytest.raises(ImproperlyConfigured, match="^SITE_URL must begin with https"):
        read(**PRODUCTION | {"SITE_URL": "http://rebound.example.org"})


def test_a_mail_catcher_on_this_machine_may_be_tried_without_https(read):
    trial = {"SITE_URL": "http://localhost:8000", "EMAIL_URL": "smtp://mail:1025", "TRIAL_MAIL": "1"}

    assert read(**PRODUCTION | trial)["EMAIL_PORT"] == 1025


def test_every_variable_is_explained_and_nothing_else_is():
    sources = [*(ROOT / "config").glob("*.py"), ROOT / "docker-compose.yml"]
    text = "\n".join(path.read_text() for path in sources)
    read = {one or other for one, other in WRITTEN.findall(text)} | set(re.findall(r"\$\{([A-Z_]+)", text))
    read -= {"REBOUND_GREETING"}  # said by one of our processes to another
    explained = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read | {"WORKER_THREADS"} == explained


def test_every_variable_in_the_example_follows_a_sentence():
    lines = (ROOT / ".env.example").read_text().splitlines()
    for number, line in enumerate(lines):
        if re.match(r"^# [A-Z_]+=", line):
            before = next(line for line in reversed(lines[:number]) if not re.match(r"^# [A-Z_]+=", line))
            assert before.startswith("# ") and len(before) > 20 and "---" not in before, line
