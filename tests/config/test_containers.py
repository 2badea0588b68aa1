"""The compose file and the Dockerfile, as far as they can be judged without an engine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = {"setup", "web", "worker", "beat"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_every_service_that_stays_is_watched_and_started_again():
    assert set(SERVICES) == OURS | {"postgres", "redis", "mail"}
    for name in set(SERVICES) - {"setup"}:
        assert SERVICES[name]["restart"] == "unless-stopped", name
        assert SERVICES[name]["healthcheck"]["test"], name


def test_tables_and_content_are_there_before_anything_starts():
    assert SERVICES["setup"]["command"] == ["python", "-m", "config.prepare"]
    for name in OURS - {"setup"}:
        assert SERVICES[name]["depends_on"]["setup"] == {"condition": "service_completed_successfully"}
    for name in OURS:
        for service in ("postgres", "redis"):
            assert SERVICES[name]["depends_on"][service] == {"condition": "service_healthy"}


def test_no_secret_has_a_default():
    for name in ("SECRET_KEY", "WRITING_KEYS", "POSTGRES_PASSWORD", "EMAIL_URL", "SITE_URL"):
        uses = re.findall(r"\$\{" + name + r"([^A-Z_])(.)", COMPOSE)
        assert uses and set(uses) == {(":", "?")}, name


def test_every_refusal_is_a_sentence():
    for name, sentence in re.findall(r"\$\{([A-Z_]+):\?([^}]*)\}", COMPOSE):
        assert sentence.startswith(f"Set {name}"), name


def test_our_processes_differ_only_in_their_role_and_size():
    common = SERVICES["setup"]["environment"]
    for name in OURS - {"setup"}:
        more = {k: v for k, v in SERVICES[name]["environment"].items() if common.get(k) != v}
        assert more.pop("ROLE") == name
        assert set(more) <= {"WEB_PROCESSES", "WEB_THREADS", "WORKER_THREADS"}


def test_redis_throws_nothing_away():
    assert "noeviction" in SERVICES["redis"]["command"]


def test_only_the_web_is_reachable_and_only_from_this_machine_unless_asked():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["${HOST:-127.0.0.1}:${PORT:-8000}:8000"], "mail": ["127.0.0.1:8025:8025"]}
    assert SERVICES["mail"]["profiles"] == ["trial"]


def test_every_volume_is_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(yaml.safe_load(COMPOSE)["volumes"])


def test_the_image_runs_as_nobody_special_and_holds_no_secret():
    stages = DOCKERFILE.split("\nFROM ")
    assert len(stages) == 3
    assert re.search(r"^USER rebound$", stages[-1], re.MULTILINE)
    assert "SECRET" not in DOCKERFILE
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".env.*", "var", ".git", "**/*.sqlite3*"} <= set(ignored)


@pytest.mark.skipif(
    not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode != 0,
    reason="docker compose is not installed",
)
def test_compose_itself_reads_the_file():
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": "/nonexistent"}
    bare = subprocess.run(["docker", "compose", "config"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert bare.returncode != 0 and "Set " in bare.stderr
    names = re.findall(r"\$\{([A-Z_]+):\?", COMPOSE)
    whole = subprocess.run(
        ["docker", "compose", "config", "--quiet"], cwd=ROOT, env=environment | dict.fromkeys(names, "x"), check=False
    )
    assert whole.returncode == 0
