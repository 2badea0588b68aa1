"""Which field a column stands for, guessed from the words above it: English, German, and what trackers use."""

import re
from functools import cache

from applications.folding import fold
from applications.sheets import fields

FIRST_LINES = 10  # within which headings are looked for
LEFT_OUT, INTO_NOTES = "", "notes"
WORD = re.compile(r"[^\W_]+")
# What stands in a heading and says nothing about which one it is.
FILLING = {"the", "of", "my", "your", "job", "der", "die", "das", "des", "column", "field", "optional", "required"}
HEADINGS: dict[str, str] = {
    "company": (
        "company | company name | employer | organisation | organization | firm | business | unternehmen"
        " | firma | arbeitgeber | unternehmensname | firmenname | name der firma | betrieb"
        " | organisation name"
    ),
    "role": (
        "role | position | title | job title | job position | position title | role title | job role | job"
        " | opening | vacancy | job name | stelle | stellenbezeichnung | stellentitel | jobtitel | titel"
        " | rolle | bezeichnung | stellenausschreibung | beruf | position applied for | beworben als"
        " | tatigkeit | taetigkeit"
    ),
    "stage": (
        "stage | status | application status | current status | job status | list | list name | board list"
        " | phase | state | progress | pipeline | stand | stufe | bewerbungsstatus | aktueller stand"
        " | aktueller status | bearbeitungsstand"
    ),
    "outcome": "outcome | result | final outcome | final result | final status | ergebnis | ausgang | resultat",
    "applied_on": (
        "applied on | applied | date applied | applied date | application date | date of application"
        " | applied at | submitted | submitted on | date submitted | submission date | date sent | sent on"
        " | date | application sent | application submitted | beworben am | bewerbungsdatum | bewerbung am"
        " | bewerbung vom | bewerbung gesendet | datum der bewerbung | datum | abgeschickt am | versendet am"
        " | gesendet am | eingereicht am | beworben"
    ),
    "ended_on": (
        "ended on | closed on | date closed | rejected on | rejection date | date rejected | decision date"
        " | response date | date of response | outcome date | status date | absage am | absagedatum"
        " | datum der absage | beendet am | antwort am | ruckmeldung am | rueckmeldung am | entscheidung am"
    ),
    "deadline_on": (
        "deadline | application deadline | closing date | due date | apply by | expires | expiry date"
        " | bewerbungsfrist | frist | bewerbungsschluss | einsendeschluss | deadline am"
    ),
    "follow_up_on": (
        "follow up | follow up on | follow up date | next follow up | followup | followup date"
        " | next action date | next step date | reminder | reminder date | nachfassen | nachfassen am"
        " | wiedervorlage | erinnerung | nachhaken am"
    ),
    "added_on": (
        "added on | date added | added | created | created at | date created | created on | date saved"
        " | saved on | saved | saved at | bookmarked | hinzugefugt am | hinzugefuegt am | erstellt am"
        " | angelegt am | gespeichert am | erfasst am"
    ),
    "url": (
        "link | url | job url | job link | posting url | posting link | link to posting | link to the posting"
        " | job posting | job post url | posting | listing | job ad | website link | application link"
        " | application url | webseite der stelle | anzeige | stellenanzeige | link zur stelle"
        " | link zur anzeige | link zur stellenanzeige | stellenlink | joblink"
    ),
    "location": (
        "location | place | city | job location | office | office location | town | where | ort | standort"
        " | arbeitsort | stadt | einsatzort | location city"
    ),
    "work_mode": (
        "work mode | remote | remote work | work type | workplace | workplace type | work arrangement"
        " | work model | work style | location type | on site remote | remote hybrid | remote on site"
        " | arbeitsmodell | arbeitsweise | homeoffice | home office"
    ),
    "salary": (
        "salary | pay | compensation | salary range | pay range | salary expectation | expected salary | wage"
        " | rate | gehalt | lohn | vergutung | verguetung | gehaltsspanne | gehaltsvorstellung | verdienst"
        " | entgelt"
    ),
    "salary_min": (
        "salary from | salary min | min salary | minimum salary | salary minimum | salary low | gehalt von"
        " | mindestgehalt | gehalt min"
    ),
    "salary_max": (
        "salary to | salary max | max salary | maximum salary | salary maximum | salary high | gehalt bis"
        " | hochstgehalt | gehalt max"
    ),
    "salary_currency": "currency | salary currency | wahrung | waehrung",
    "salary_period": "pay per | salary period | pay period | per | gehalt pro | zeitraum des gehalts",
    "source": (
        "source | where you found it | found via | found on | found at | platform | job board | channel"
        " | portal | site | how found | where found | wo gefunden | via | quelle | gefunden uber | gefunden ueber"
        " | plattform | kanal | jobborse | jobboerse | stellenborse | fundort"
    ),
    "excitement": (
        "excitement | priority | interest | interest level | rating | fit | score | stars | desirability"
        " | prioritat | prioritaet | interesse | bewertung | wunsch | begeisterung"
    ),
    "tags": (
        "tags | tag | labels | label | keywords | categories | category | schlagworte | schlagworter"
        " | kategorie | kategorien | stichworte"
    ),
    "archived": "archived | in the archive | is archived | archiviert | archiv",
    "reason": (
        "reason | reason given | rejection reason | reason for rejection | reason of rejection | grund"
        " | absagegrund | grund der absage | begrundung"
    ),
    "notes": (
        "notes | note | comments | comment | remarks | remark | details | memo | additional notes | notizen"
        " | notiz | bemerkung | bemerkungen | kommentar | kommentare | anmerkung | anmerkungen | hinweise"
        " | sonstiges"
    ),
    "posting_text": (
        "description | job description | text of the posting | posting text | stellenbeschreibung"
        " | beschreibung | stellentext | aufgabenbeschreibung"
    ),
}
# Where nothing better says it.
AT_LAST = {"name": "company", "jobs": "role", "type": "work_mode"}
# What programs number their rows by, or note for themselves.
OF_NO_USE = {
    *(
        "id",
        "uuid",
        "nr",
        "no",
        "number",
        "row",
        "index",
        "key",
        "lfd nr",
        "color",
        "colour",
        "logo",
        "updated",
        "updated at",
    ),
    *(
        "last updated",
        "last modified",
        "modified",
        "created by",
        "board",
        "board id",
        "company logo",
        "last edited time",
    ),
}


def plain(text: str) -> str:
    return " ".join(WORD.findall(fold(text[:200])))


@cache
def known() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in HEADINGS.items():
        for word in words.split("|"):
            found.setdefault(plain(word), name)
    for name in fields.FIELDS:
        for label in fields.labels(name):
            found[plain(label)] = name
    return found


def field_of(heading: str) -> str:
    """The field that these words stand for; empty where they are none that we know."""
    whole = plain(heading)
    without = " ".join(word for word in whole.split() if word not in FILLING)
    short = plain(re.sub(r"\(.*?\)|\[.*?\]", "", heading))
    found = next((known()[words] for words in (whole, short, without) if words in known()), "")
    return found or one_field_of(heading.split("/"))


def one_field_of(words: list[str]) -> str:
    """The field for which each of these stands: “Company / Employer” says one thing twice, “Company / Role” two."""
    found = {field_of(one) for one in words} if len(words) > 1 else set()
    return found.pop() if len(found) == 1 else ""


def known_in(cells: list[str]) -> int:
    return len({field_of(cell) for cell in cells} - {""})


def guess(headings: list[str]) -> list[str]:
    """A field for each column. Each is given once; what stands for nothing we know goes into the notes."""
    found = [field_of(heading) for heading in headings]
    for at, heading in enumerate(headings):
        later = AT_LAST.get(plain(heading), "")
        if not found[at] and later and later not in found:
            found[at] = later
    taken: set[str] = set()
    for at, heading in enumerate(headings):
        if found[at] in taken and found[at] not in fields.SEVERAL:
            found[at] = INTO_NOTES
        elif not found[at]:
            found[at] = LEFT_OUT if is_of_no_use(heading) else INTO_NOTES
        taken.add(found[at])
    return found


def is_of_no_use(heading: str) -> bool:
    return plain(heading) in OF_NO_USE


def line_of_headings(lines: list[list[str]]) -> int | None:
    """Which of the first lines holds the headings; None where all of them are applications."""
    first = [(known_in(cells), -at) for at, cells in enumerate(lines[:FIRST_LINES])]
    most, at = max(first, default=(0, 0))
    return -at if most >= 2 else None
