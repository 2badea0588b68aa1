"""Writes every nudge as a mail program gets it (HTML and text), and compares the HTML with what the big three can show.

`bin/mails`: var/mails/<rule>.html and .txt. `--pictures` takes each at 320 and 640 px, light and dark, on sheets.
`--support` asks the data of caniemail.com what Gmail, Outlook and Apple Mail cannot show (needs node and npm).
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import django

from tests.browser import FLAGS, find_chromium
from tests.services.installation import ROOT

FOLDER = ROOT / "var" / "mails"
TOOL, VERSION = ROOT / "var" / "caniemail", "2.0.2"
SIZES = [(320, "light"), (320, "dark"), (640, "light"), (640, "dark")]
# What one of these programs lacks, wholly or in part, and what then. Anything else is named as not known.
IN_PART = "the plain values that stand here are shown everywhere"
HARMLESS = {
    "<body> element": "becomes a <div>: the ground may stay white, and the page has its own colour",
    "<style> element": "only the dark colours stand there",
    "@media": "the mail stays light, or the program turns it dark by itself",
    "align attribute": "the page stands at the side instead of in the middle",
    "background": IN_PART,
    "border": IN_PART,
    "border-radius": "corners stay square",
    "color-scheme meta tag": "as @media",
    "dir attribute": "read from the text itself",
    "display": "choices flow like words, with a space between them",
    "font-size": IN_PART,
    "line-height": IN_PART,
    "margin": "never negative here",
    "max-width": "Outlook on Windows gets a table of that width around the page",
    "overflow": "only named by overflow-wrap",
    "overflow-wrap": "word-break stands beside it",
    "padding": "on cells it works everywhere; beside links a space is left",
    "role attribute": "a screen reader may name the tables",
    "text-decoration": IN_PART,
    "width attribute": "percents work",
    "word-break": "overflow-wrap stands beside it; else a long word makes the page wider",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/mails", description=__doc__)
    parser.add_argument("--pictures", action="store_true", help="also take pictures")
    parser.add_argument("--support", action="store_true", help="also ask what mail programs can show")
    wishes = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    pages = [write(name, mail) for name, mail in every_mail()]
    print(*pages, sep="\n")
    if wishes.pictures:
        print(*take(pages), sep="\n")
    return unsupported(pages) if wishes.support else 0


def every_mail():
    """Each rule by itself, and one message in which an appointment, a digest and gentle notes share a slot."""
    from nudges import rules
    from tests.nudges.test_mail import compose, saying_of

    wanted = examples()
    for rule in rules.RULES:
        yield rule.name, compose(saying_of(wanted[rule.name]), user=ada())
    several = [wanted[name] for name in ("interview_tomorrow", "application_follow_up", "weekly_digest")]
    other = replace(wanted["application_follow_up"], subject="application:9", application=9, label="Author, Globex")
    yield "several", compose(*map(saying_of, [*several, other]), user=ada())


def examples():
    """What every rule says about one search, with a company that has a long name."""
    from nudges.facts import DigestFact, FeedbackFact, StepFact
    from tests.nudges import test_mail as bare
    from tests.nudges import wanting

    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    about = wanting.make_about(company=long, contact_name="Grace Hopper", last_event_at=bare.NOW - timedelta(days=9))
    whole = replace(
        bare.facts_about(replace(about, applied_on=date(2026, 11, 4)), digest=DigestFact()),
        interviews=(
            wanting.make_interview_fact(
                application=replace(about, pk=8, company="Acme"), location="https://meet.example.org/a-room?name=ada"
            ),
        ),
        recovery=wanting.make_recovery(steps=(StepFact("self_review", title="Your own debrief"),)),
        feedback=(FeedbackFact(about, "asked", asked_on=date(2026, 11, 10)),),
    )
    after = wanting.make_facts(recovery=wanting.make_recovery(application=about))
    found = {}
    for facts in (bare.AWAY, after, whole):
        found |= bare.wanted_of_every_rule(facts)
    return found


def ada():
    from accounts.models import User

    return User(pk=5, email="ada@example.org", name="Ada Lovelace", time_zone="Europe/Berlin")


def write(name: str, mail) -> Path:
    page = FOLDER / f"{name}.html"
    page.write_text(mail.alternatives[0].content)
    page.with_suffix(".txt").write_text(f"Subject: {mail.subject}\n\n{mail.body}")
    return page


def take(pages: list[Path]) -> list[Path]:
    """Pictures as a mail program without images shows them; nothing in a mail is loaded anyway."""
    from playwright.sync_api import sync_playwright

    from tests.pictures.sheet import lay_out

    taken = []
    with sync_playwright() as playwright:
        chromium = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        for width, scheme in SIZES:
            view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for page in pages:
                view.goto(page.as_uri())
                too_wide = view.evaluate("document.documentElement.scrollWidth - innerWidth")
                if too_wide > 0:
                    print(f"{page.stem} is {too_wide} px too wide at {width} px")
                taken.append(page.with_name(f"{page.stem}-{width}-{scheme}.png"))
                view.screenshot(path=taken[-1], full_page=True)
        browser.close()
    return lay_out(taken, FOLDER)


ASK = """
import { caniemail } from 'caniemail';
import { readFileSync } from 'node:fs';
const found = {};
for (const path of process.argv.slice(2)) {
  const html = readFileSync(path, 'utf8');
  for (const kind of ['errors', 'warnings'])
    for (const [client, issues] of caniemail({ clients: ['gmail.*', 'outlook.*', 'apple-mail.*'], html }).issues[kind])
      for (const { title, support } of issues) ((found[title] ??= {})[support] ??= []).push(client);
}
console.log(JSON.stringify(found));
"""


def unsupported(pages: list[Path]) -> int:
    """Prints each feature that somebody lacks, with who and what then; 1 where that is not known to do no harm."""
    if not (TOOL / "node_modules" / "caniemail").exists():
        TOOL.mkdir(parents=True, exist_ok=True)
        wanted = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"caniemail@{VERSION}"]
        subprocess.run(wanted, cwd=TOOL, check=True)  # noqa: S603, S607 - a fixed command of a developer's tool
    (TOOL / "ask.mjs").write_text(ASK)
    asked = ["node", "ask.mjs", *map(str, pages)]
    answer = subprocess.run(asked, cwd=TOOL, check=True, capture_output=True, text=True)  # noqa: S603, S607
    found = json.loads(answer.stdout)
    for title, lacking in sorted(found.items()):
        for support, clients in lacking.items():
            print(f"{title} ({support}): {', '.join(sorted(set(clients)))}: {HARMLESS.get(title, 'NOT KNOWN')}")
    return 1 if set(found) - set(HARMLESS) else 0


if __name__ == "__main__":
    sys.exit(main())
