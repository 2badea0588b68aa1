"""SPF as a receiver reads it (RFC 7208): with all that it includes and leads on to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nudges.doctor.asking import Ask
from nudges.doctor.findings import Finding, good, look, wrong

SPF_LOOKUPS = 10  # 4.6.4
COSTLY = {"include", "a", "mx", "ptr", "exists", "redirect"}
TERM = re.compile(r"(?P<sign>[-+~?]?)(?P<name>[a-z][a-z0-9_.-]*)(?P<eq>[:=]?)(?P<value>[^/]*)")


@dataclass
class Reading:
    """What was met on the way."""

    ask: Ask
    lookups: int = 0
    is_open: bool = False  # the whole world may send
    is_closed: bool = False  # others are told to be refused, or doubted
    missing: list[str] = field(default_factory=list)  # names that lead to no record
    seen: set[str] = field(default_factory=set)

    def follow(self, name: str, *, is_included: bool = False) -> None:
        """Reads the record of this name into it. What an included record says of others counts for nothing."""
        if name in self.seen or self.lookups > SPF_LOOKUPS:
            return
        self.seen.add(name)
        found = records(name, self.ask)
        if len(found) != 1:
            self.missing.append(name)
            return
        self._read(found[0], is_included=is_included)

    def _read(self, record: str, *, is_included: bool) -> None:
        terms = [match for term in record.lower().split()[1:] if (match := TERM.fullmatch(term.partition("/")[0]))]
        ends = [term for term in terms if term["name"] == "all"]
        for term in terms:
            leads_on = term["name"] == "redirect" and term["eq"] == "="
            if term["name"] not in COSTLY or (leads_on and ends):  # an `all` makes a redirect nothing
                continue
            self.lookups += 1
            if "%" in term["value"] or not (leads_on or term["name"] == "include"):
                continue  # with macros only the receiver knows the name
            self.follow(term["value"].rstrip("."), is_included=is_included or not leads_on)
        for term in ends:
            self.is_open |= term["sign"] in ("", "+")
            self.is_closed |= not is_included and term["sign"] in ("-", "~")


def records(name: str, ask: Ask) -> list[str]:
    return [text for text in ask(name, "TXT") if text.lower().split(" ")[0] == "v=spf1"]


def spf(domain: str, ask: Ask) -> Finding:
    about = f"SPF of {domain}"
    found = records(domain, ask)
    if not found:
        return wrong(
            about,
            "There is no SPF record, so nobody can tell which servers may send for you.",
            f"Publish one TXT record at {domain}: “v=spf1 include:… -all” with the name your mail provider gives you.",
        )
    if len(found) > 1:
        return wrong(about, f"There are {len(found)} SPF records, so none of them counts.", "Join them into one.")
    read = Reading(ask)
    read.follow(domain)
    if read.is_open:
        return wrong(about, "It lets the whole world send in your name (+all).", "End it with -all or ~all.")
    if read.lookups > SPF_LOOKUPS:
        return wrong(
            about,
            f"With all that it includes it asks for more than {SPF_LOOKUPS} further lookups; there receivers stop.",
            "Take out what you do not send with.",
        )
    if read.missing:
        names = ", ".join(read.missing)
        return wrong(
            about,
            f"It leads to {names}, where there is not one SPF record; then none of it counts.",
            "Mend or take out that name.",
        )
    if not read.is_closed:
        return look(about, "It says nothing about other servers.", "End it with -all, or with ~all while you try it.")
    return good(about, f"“{found[0]}”. See that it names the server of EMAIL_URL.")
