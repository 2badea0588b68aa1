"""Which applications may be the same one again: by their link, or by company and role as people vary them."""

import re
from collections import Counter
from dataclasses import dataclass

from accounts.models import User
from applications.folding import fold
from applications.models import JobApplication
from applications.postings import links

LEVELS = {"junior": {"junior", "jr", "jnr", "graduate"}, "senior": {"senior", "sr", "snr", "lead", "principal"}}
LEVEL_OF = {word: level for level, words in LEVELS.items() for word in words}
# What stands in the name of a role and says nothing about which one it is.
OF_NO_MATTER = {"m", "w", "f", "d", "x", "mwd", "mfd", "all", "genders", "the", "and", "und", "et", "of", "for"}
FEMALE_TOO = re.compile(r"(?<=\w)[*:_/](?:-?in(?:nen)?)\b")
WORD = re.compile(r"[^\W_]+[+#]*")
# Legal forms, as they stand behind the name of a company.
FORMS = {
    *(
        "gmbh",
        "ag",
        "se",
        "kg",
        "kgaa",
        "ohg",
        "ug",
        "ev",
        "inc",
        "incorporated",
        "llc",
        "llp",
        "ltd",
        "limited",
        "plc",
    ),
    *(
        "corp",
        "corporation",
        "co",
        "bv",
        "nv",
        "sa",
        "sas",
        "sarl",
        "spa",
        "srl",
        "ab",
        "asa",
        "oy",
        "oyj",
        "aps",
        "pty",
    ),
}


@dataclass(frozen=True)
class Role:
    """A role without what people leave out or write in their own way, and the level it is at, if it says one."""

    words: frozenset[tuple[str, int]]
    level: str

    def is_like(self, other: "Role") -> bool:
        """Engineer is like Senior Engineer; but a junior and a senior role are two."""
        return (
            bool(self.words)
            and self.words == other.words
            and not (self.level and other.level and self.level != other.level)
        )


def role_of(text: str) -> Role:
    words = WORD.findall(FEMALE_TOO.sub("", fold(text[:300])))
    levels = {LEVEL_OF[word] for word in words if word in LEVEL_OF}
    kept = [word for word in words if word not in LEVEL_OF and word not in OF_NO_MATTER]
    return Role(frozenset(Counter(kept or words).items()), levels.pop() if len(levels) == 1 else "")


def company_key(name: str) -> str:
    """Equal for “Initech”, “INITECH GmbH” and “Initech, Inc.”."""
    words = WORD.findall(fold(name[:300]))
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return " ".join(words) or fold(name).strip()


# --- Asked of a person's applications ---------------------------------------------------------------------------------

MOST = 3
PIECE = re.compile(r"[A-Za-z0-9_.-]{3,}")


@dataclass(frozen=True)
class Twin:
    """An application that may be the one that is about to be added."""

    application: JobApplication
    has_same_link: bool


def twins_of(user: User, *, company: str = "", role: str = "", url: str = "") -> list[Twin]:
    """The person's applications that look like this one: with the same link first, then by company and role."""
    linked = with_link(user, url)
    alike = [one for one in with_names(user, company, role) if one not in linked]
    return [*(Twin(one, True) for one in linked), *(Twin(one, False) for one in alike)][:MOST]


def with_link(user: User, url: str) -> list[JobApplication]:
    wanted = links.identity(url)
    if not wanted:
        return []
    # A piece that stands in the link however it is written: the longest of its path, or its host.
    host, _, path = wanted.partition("?")[0].partition("/")
    piece = max(PIECE.findall(path), key=len, default=host)
    near = user.applications.filter(url__icontains=piece).values_list("pk", "url")
    same = [pk for pk, other in near if links.identity(other) == wanted]
    return list(user.applications.for_lists().filter(pk__in=same[:MOST]))


def with_names(user: User, company: str, role: str) -> list[JobApplication]:
    key, wanted = company_key(company), role_of(role)
    if not key or not wanted.words:
        return []
    companies = [pk for pk, name in user.companies.values_list("pk", "name") if company_key(name) == key]
    near = user.applications.filter(company__in=companies).values_list("pk", "role")
    alike = [pk for pk, other in near if wanted.is_like(role_of(other))]
    return list(user.applications.for_lists().filter(pk__in=alike[:MOST]))
