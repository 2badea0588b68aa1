"""Settings come from the environment, refuse with a sentence, and are all explained in .env.example."""

import ast
import importlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

import config.settings

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted((ROOT / "config" / "settings").glob("*.py"))
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

    monkeypatch.setattr(config, "settings", config.settings)  # put back afterwards

    def read(**environment):
        for name in set(os.environ) - {"PATH", "HOME"}:
            monkeypatch.delenv(name)
        monkeypatch.setenv("ENV_FILE", os.devnull)
        monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for name in [name for name in sys.modules if name.startswith("config.settings")]:
            monkeypatch.delitem(sys.modules, name)
        return vars(importlib.import_module("config.settings"))

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
    assert database["OPTIONS"]["prepare_threshold"] == 0
    assert read(**PRODUCTION, DATABASE_PREPARES="0")["DATABASES"]["default"]["OPTIONS"]["prepare_threshold"] is None
    assert database["DISABLE_SERVER_SIDE_CURSORS"]  # a cursor would end with the transaction behind a pooler
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
    assert "statement_timeout" not in read(**PRODUCTION)["DATABASES"]["default"]["OPTIONS"]["options"]


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


def test_every_module_of_settings_is_gathered():
    gathering = (ROOT / "config" / "settings" / "__init__.py").read_text()

    gathered = re.findall(r"^from config\.settings\.(\w+) import \*$", gathering, re.MULTILINE)
    assert gathered == [path.stem for path in MODULES if path.stem != "__init__"]


def test_a_setting_stands_in_one_module_only():
    times = Counter(name for path in MODULES for name in settings_in(path))

    assert times["DATABASES"] == 1
    assert [name for name in times if times[name] > 1] == []


def settings_in(path):
    """The settings this module gives a value, once or more often."""
    names = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store) and name.id.isupper()}


def test_every_variable_is_explained_and_nothing_else_is():
    sources = [*(ROOT / "config").glob("*.py"), *MODULES, ROOT / "docker-compose.yml"]
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


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"DATABASE_URL": "nonsense"}, "^DATABASE_URL is an address such as postgres://"),
        ({"DATABASE_URL": "mysql://user:secret@db/name"}, "^DATABASE_URL is an address such as postgres://"),
        ({"DATABASE_URL": "postgres://user:secret@db:port/name"}, "^DATABASE_URL is an address such as postgres://"),
        ({"REDIS_URL": "nonsense"}, "^REDIS_URL is an address such as redis://"),
        ({"EMAIL_URL": "mail.example.org"}, r"^EMAIL_URL is an address such as smtp\+tls://"),
        ({"EMAIL_URL": "smtp+tls://user:pa/ss@mail.example.org:587"}, r"^EMAIL_URL is an address such as smtp\+tls://"),
        ({"EMAIL_TIMEOUT": "soon"}, "^EMAIL_TIMEOUT must be a whole number, not 'soon'"),
        ({"TRUSTED_PROXY_COUNT": "-1"}, "^TRUSTED_PROXY_COUNT must be a whole number"),
        ({"DEBUG": "perhaps"}, "^DEBUG must be 1 or 0"),
        ({"LOG_LEVEL": "loud"}, "^LOG_LEVEL must be DEBUG, INFO"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name_and_never_shown_whole(read, given, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        read(**PRODUCTION | given)

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["/srv/files", "s3://", "gs://bucket", "s3://k:secret@b?endpoint=ftp://x", "s3://b?x=1"]
)
def test_a_place_for_documents_that_cannot_be_used_is_refused(read, address):
    with pytest.raises(ImproperlyConfigured, match="^DOCUMENT_STORAGE_URL is an address such as s3://") as refusal:
        read(DOCUMENT_STORAGE_URL=address)

    assert "k:secret" not in str(refusal.value)


def test_documents_lie_in_a_folder_or_in_a_bucket(read, tmp_path):
    assert read()["STORAGES"]["documents"]["OPTIONS"]["location"] == tmp_path / "var" / "documents"

    address = "s3://AKIA:se%2Fcret@files.rebound/some/folder?endpoint=https://s3.example.org&region=eu-1"
    options = read(DOCUMENT_STORAGE_URL=address)["STORAGES"]["documents"]["OPTIONS"]

    assert (options["bucket_name"], options["location"]) == ("files.rebound", "some/folder")
    assert (options["access_key"], options["secret_key"]) == ("AKIA", "se/cret")
    assert (options["endpoint_url"], options["region_name"]) == ("https://s3.example.org", "eu-1")
    assert read(DOCUMENT_STORAGE_URL="s3://files")["STORAGES"]["documents"]["OPTIONS"]["access_key"] is None


def test_a_bucket_without_its_packages_is_refused_with_their_name(read, monkeypatch):
    monkeypatch.setattr("config.environment.find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match="needs the packages of requirements-s3.txt"):
        read(DOCUMENT_STORAGE_URL="s3://files")


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp+tls://ada%40example.org:p%40ss%2Fw%3A%25@mail.example.org:2525", 2525, True, None),
        ("smtp+tls://ada%40example.org:p%40ss%2Fw%3A%25@mail.example.org", 587, True, None),
        ("smtp+ssl://ada%40example.org:p%40ss%2Fw%3A%25@mail.example.org", 465, None, True),
        ("smtp://ada%40example.org:p%40ss%2Fw%3A%25@mail.example.org", 25, None, None),
    ],
)
def test_the_mail_server_is_read_from_its_address(read, address, port, tls, ssl):
    settings = read(**PRODUCTION | {"EMAIL_URL": address})

    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("ada@example.org", "p@ss/w:%")
    assert (settings.get("EMAIL_USE_TLS"), settings.get("EMAIL_USE_SSL")) == (tls, ssl)


def test_https_is_only_asked_for_where_a_proxy_can_say_that_it_is_there(read):
    assert read(**PRODUCTION)["SECURE_SSL_REDIRECT"] is False
    assert read(**PRODUCTION, TRUSTED_PROXY_COUNT="1")["SECURE_SSL_REDIRECT"] is True
    assert read(**PRODUCTION, TRUSTED_PROXY_COUNT="1", SSL_REDIRECT="0")["SECURE_SSL_REDIRECT"] is False
    assert read(**PRODUCTION, TRUSTED_PROXY_COUNT="1", SSL_REDIRECT="")["SECURE_SSL_REDIRECT"] is True


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"WRITING_KEYS": "1:short"}, "WRITING_KEYS must be id:key"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"DATABASE_URL": "postgres://u:secret@127.0.0.1:1/x"}, "The database does not answer"),
    ],
)
def test_a_mistake_is_one_sentence_before_anything_starts(tmp_path, given, sentence):
    environment = PRODUCTION | {"ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"]} | given
    command = [sys.executable, "-m", "config.prepare"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert ended.returncode == 1
    assert sentence in ended.stderr and "Traceback" not in ended.stderr
