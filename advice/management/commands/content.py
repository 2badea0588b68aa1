from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from advice import checking, comparing, content, operations
from advice.pack import Entry
from advice.pack_rows import Hand


class Command(BaseCommand):
    help = "Loads the curated content from a pack, writes it back as one, or checks it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="bring the database up to a pack; what curators edited is left alone")
        load.add_argument("--file", type=Path, help="a pack of your own; what it brings counts as made here")
        load.add_argument("--diff", action="store_true", help="with --file: only say what it would change")
        load.add_argument(
            "--over",
            action="append",
            default=[],
            metavar="SECTION/KEY",
            help="with --file: write over this although it was changed here (may be repeated)",
        )
        dump = verbs.add_parser("dump", help="write the content of one language as a pack")
        dump.add_argument("--file", type=Path, help="write here instead of to the screen")
        dump.add_argument("--language", default=settings.LANGUAGE_CODE)
        check = verbs.add_parser("check", help="say what does not fit together in what people are shown")
        check.add_argument("--language", default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "load":
            self._load(options["file"], is_trial=options["diff"], over=options["over"])
        elif options["verb"] == "check":
            self._check(options["language"])
        else:
            self._dump(options["file"], options["language"])

    def _load(self, file: Path | None, *, is_trial: bool, over: list[str]) -> None:
        if file is None and (is_trial or over):
            raise CommandError("--diff and --over go with --file.")
        hand = Hand(is_own=file is not None)
        try:
            pack = content.read(file)
            if is_trial:
                self._say_differences(pack)
                return
            report = content.load(pack, now=timezone.now(), hand=hand, over=over)
        except content.PackError as problem:
            raise CommandError(str(problem)) from problem
        except (OSError, yaml.YAMLError) as problem:
            raise CommandError(f"Cannot read the pack: {problem}") from problem
        operations.ensure_curators_group()
        self.stdout.write(
            f"Content: {len(report.created)} new, {len(report.updated)} updated, {len(report.retired)} retired, "
            f"{report.unchanged} unchanged, {len(report.left_alone)} left alone."
        )
        self._list("Left alone, since a curator changed them", report.left_alone)
        self._list("Retired, since they left the pack", report.retired)
        self._list("Updated", report.updated)

    def _say_differences(self, pack: Entry) -> None:
        found = comparing.differences(pack)
        for one in found:
            self.stdout.write(f"{comparing.TITLES[one.standing]}: {one.name}")
            for change in one.changes if one.standing != comparing.Standing.NEW else []:
                self.stdout.write(f"  {change.field}")
                self.stdout.write("".join(f"    - {line}\n" for line in change.old.splitlines()), ending="")
                self.stdout.write("".join(f"    + {line}\n" for line in change.new.splitlines()), ending="")
        if not found:
            self.stdout.write("Everything in it stands here already.")

    def _list(self, title: str, names: list[str]) -> None:
        if names:
            self.stdout.write(f"{title}: {', '.join(names)}")

    def _check(self, language: str) -> None:
        problems = checking.problems(language)
        for problem in problems:
            self.stdout.write(": ".join(filter(None, [problem.name, problem.text])))
        if problems:
            raise CommandError(f"{len(problems)} to mend.")
        self.stdout.write("It fits together.")

    def _dump(self, file: Path | None, language: str) -> None:
        text = content.as_yaml(content.dump(language))
        if file is None:
            self.stdout.write(text, ending="")
        else:
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written to {file}.")
