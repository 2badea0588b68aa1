"""The role and company in a page's title or in the first lines of a text, where their form leaves no doubt."""

import re
from typing import Any

from applications.postings.markup import one_line

LONGEST = 300
# (pattern, hosts on which alone it is meant so)
PATTERNS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"Job Application for (?P<role>.{2,150}) at (?P<company>.{2,100})"), ""),
    (re.compile(r"(?P<company>.{2,100}?) hiring (?P<role>.{2,150}) in (?P<location>[^|]{2,100}) \| LinkedIn"), ""),
    (re.compile(r"(?P<company>.{2,100}?) - (?P<role>.{2,150})"), "jobs.lever.co jobs.eu.lever.co"),
    (re.compile(r"(?P<role>.{2,150}) @ (?P<company>[^@|]{2,100})"), "jobs.ashbyhq.com"),
    (re.compile(r"(?P<role>.{2,150}) - (?P<company>.{2,100})"), "apply.workable.com"),
]
A_LIST = re.compile(
    r"(?:(?:all|current|our|open|job) )*(?:jobs?|careers?|vacanc(?:y|ies)|openings?|positions?|roles?)", re.IGNORECASE
)
LABELS = {
    "role": [
        "job title|position title|position|role|stelle|stellenbezeichnung|stellentitel|intitulé du poste|poste|puesto",
        "cargo|functie|functietitel|posizione",
    ],
    "company": [
        "company|company name|employer|organisation|organization|unternehmen|firma|arbeitgeber|entreprise|employeur",
        "empresa|bedrijf|werkgever|azienda",
    ],
}
NO_ROLE = re.compile(
    r".*\b(?:(?:full|part)[- ]?time|permanent|temporary|vollzeit|teilzeit|unbefristet|befristet)\b", re.IGNORECASE
)
LABELLED = {
    name: re.compile(rf"(?:{'|'.join(words)})\s?[:：]\s?(\S.{{1,198}})", re.IGNORECASE)
    for name, words in LABELS.items()
}
FIRST_LINES = 40


def read(title: str, *, host: str) -> dict[str, Any]:
    """Role, company and perhaps a place, or nothing."""
    title = one_line(title)
    if len(title) > LONGEST:
        return {}
    for pattern, hosts in PATTERNS:
        found = pattern.fullmatch(title) if not hosts or host in hosts.split() else None
        if found and not any(A_LIST.fullmatch(text.strip()) for text in found.groups()):
            return {name: text.strip() for name, text in found.groupdict().items()}
    return {}


def labelled(text: str) -> dict[str, Any]:
    """From lines such as “Company: Initech” at the beginning of a posting's text; only where each stands once."""
    said: dict[str, set[str]] = {}
    for line in text[:20_000].split("\n")[:FIRST_LINES]:
        for name, pattern in LABELLED.items():
            found = pattern.fullmatch(line.strip(" \t*_•#-")) if len(line) <= 240 else None
            if found and not (name == "role" and NO_ROLE.match(found[1])):
                said.setdefault(name, set()).add(one_line(found[1].strip(" *_")))
    return {name: texts.pop() for name, texts in said.items() if len(texts) == 1}
