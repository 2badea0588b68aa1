"""The commands in bin/ on a machine that is not ready: one clear sentence, and no work done twice."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parent.parent.parent
COMMANDS = sorted(path.name for path in (ROOT / "bin").iterdir() if not path.name.startswith(("_", ".")))
FAKE = """#!/bin/sh
echo "$*" >>"{log}"
case "$*" in {cases} esac
"""


@pytest.fixture
def machine(tmp_path):
    """A checkout with nothing but bin/ and one line of pins; `fake` makes a Python that does what it is told."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    (tmp_path / "requirements.txt").write_text("nothing==1 --hash=sha256:00\n")

    def fake(path, cases="*) exit 0;;"):
        path = tmp_path / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FAKE.format(log=tmp_path / "calls.txt", cases=cases))
        path.chmod(0o755)
        return path

    def run(**environment):
        return subprocess.run(
            ["/bin/sh", "bin/run"],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)} | environment,
            capture_output=True,
            text=True,
        )

    return SimpleNamespace(path=tmp_path, fake=fake, run=run)


def test_a_python_that_is_too_old(machine):
    done = machine.run(PYTHON=str(machine.fake("old", "*version_info*) exit 1;;")))

    assert done.returncode == 1
    assert done.stderr.startswith("Rebound needs Python 3.11 or newer")
    assert len(done.stderr.splitlines()) == 1


def test_a_python_without_its_venv_module(machine):
    done = machine.run(PYTHON=str(machine.fake("bare", "*ensurepip*) exit 1;;")))

    assert done.returncode == 1
    assert done.stderr == "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv\n"


def test_packages_that_cannot_be_installed(machine):
    machine.fake(".venv/bin/python", "*pip\\ install*) exit 1;;")

    done = machine.run()
    assert done.returncode == 1
    assert "Could not install what requirements.txt pins" in done.stderr
    assert not list((machine.path / ".venv").glob(".installed*"))


def test_packages_are_installed_once_until_the_pins_change(machine):
    machine.fake(".venv/bin/python")
    calls = machine.path / "calls.txt"

    for _ in range(2):
        assert machine.run().returncode == 0
    assert calls.read_text().count("pip install") == 1
    assert calls.read_text().count("-m config.run") == 2

    (machine.path / "requirements.txt").write_text("nothing==2 --hash=sha256:00\n")
    assert machine.run().returncode == 0
    assert calls.read_text().count("pip install") == 2


@pytest.fixture
def bare(machine):
    """A folder for PATH with the tools that are everywhere, and no flock."""
    folder = machine.path / "tools"
    folder.mkdir()
    for name in ("cat", "cksum", "dirname", "mkdir", "mv", "rm", "sh", "sleep"):
        (folder / name).symlink_to(shutil.which(name))
    return str(folder)


@pytest.mark.parametrize("has_flock", [True, False])
def test_of_two_that_are_started_together_one_installs_and_the_other_waits(machine, bare, has_flock):
    machine.fake(".venv/bin/python", "*pip\\ install*) sleep 1;;")
    environment = {} if has_flock else {"PATH": bare}

    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: machine.run(**environment), range(2)))

    calls = (machine.path / "calls.txt").read_text()
    assert [done.returncode for done in both] == [0, 0], both
    assert (calls.count("pip install"), calls.count("-m config.run")) == (1, 2)
    assert sum("Waiting for another command" in done.stderr for done in both) == 1


@pytest.mark.parametrize("maker", ["999999999", None])
def test_a_turn_that_was_left_behind_holds_nobody_up_for_long(machine, bare, maker):
    machine.fake(".venv/bin/python")
    left = machine.path / ".venv.lock.d"
    left.mkdir()
    if maker:
        (left / "pid").write_text(maker)
    else:
        (machine.path / "tools" / "sleep").unlink()
        (machine.path / "tools" / "sleep").symlink_to(shutil.which("true"))

    assert machine.run(PATH=bare).returncode == 0
    assert not list(machine.path.glob(".venv.lock*"))


def test_every_target_of_make_is_a_command_of_the_same_name():
    makefile = (ROOT / "Makefile").read_text()

    assert sorted(re.search(r"^TARGETS = (.*)$", makefile, re.MULTILINE)[1].split()) == COMMANDS
    assert re.findall(r"^\t(.*)$", makefile, re.MULTILINE) == ["@bin/$@"]


def test_no_file_names_a_package_index():
    for path in [
        *ROOT.glob("requirements*"),
        *(ROOT / "bin").glob("*"),
        ROOT / "Dockerfile",
        ROOT / "docker-compose.yml",
    ]:
        assert not re.search(
            r"(?<!no-emit-)index-url|https?://(?!127\.0\.0\.1|localhost|rebound\.example)", path.read_text()
        ), path
