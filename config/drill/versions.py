"""Rebound as it was: the code of an earlier commit, put into a folder."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

from config.drill.servers import Missing

ROOT = Path(__file__).resolve().parent.parent.parent
BACK = 40  # commits, where no release has a tag


def old_version(folder: Path, commit: str = "") -> Path:
    """That commit, or else the last release before this one, unpacked there; it runs with the packages of today.

    Raises Missing where the project came without its history.
    """
    if folder.exists():
        return folder
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        raise Missing("an installed copy has no history, so no old version")
    last = _ask(git, "describe", "--tags", "--abbrev=0", "HEAD^") or f"HEAD~{BACK}"
    found = _ask(git, "rev-parse", "--verify", f"{commit or last}^{{commit}}")
    if not found:
        raise Missing("the history does not reach back far enough")
    archive = folder.with_suffix(".tar")
    _ask(git, "archive", "--output", str(archive), found)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    archive.unlink()
    return folder


def _ask(git: str, *words: str) -> str:
    """What git answers; empty where it has none."""
    done = subprocess.run([git, *words], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60)  # noqa: S603
    return "" if done.returncode else done.stdout.strip()
