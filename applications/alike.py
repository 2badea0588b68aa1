"""Which companies, and which contacts, may be one and the same: by names as people vary and mistype them.

Everything is compared by keys that stand in a dictionary, so that it costs what there is and not its square.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from django.db.models import Q

from accounts.models import User
from applications.models import Company, Contact
from applications.models.removal import Kind
from applications.similar import WORD, company_key

Row = TypeVar("Row", Company, Contact)
Pair = tuple[Row, Row]
SHORTEST = 6  # in a shorter name one letter more or less makes another name
NEAR = 2
MOST = 50
# What is compared and shown: the notes of thousands stay where they are.
OF_COMPANIES = ("user", "name", "folded_name")
OF_CONTACTS = ("user", "name", "folded_name", "email", "company")


def company_pairs(user: User) -> list[Pair[Company]]:
    """Companies that look alike and were not said to be two."""
    rows = user.companies.only(*OF_COMPANIES).order_by("folded_name", "pk")
    return pairs(user, Kind.COMPANY, rows, keys_of_company)


def contact_pairs(user: User) -> list[Pair[Contact]]:
    contacts = user.contacts.only(*OF_CONTACTS).order_by("folded_name", "pk")
    return [pair for pair in pairs(user, Kind.CONTACT, contacts, keys_of_contact) if may_be_one(*pair)]


def companies_like(company: Company) -> list[Company]:
    """Those that may be this one: looked for among names that begin like it, so that a page costs little."""
    near = company.user.companies.filter(begins_like(company)).only(*OF_COMPANIES)
    return others(company, pairs(company.user, Kind.COMPANY, near, keys_of_company))


def contacts_like(contact: Contact) -> list[Contact]:
    near = begins_like(contact)
    if contact.email:
        near |= Q(email__iexact=contact.email)
    if contact.company_id:
        near |= Q(company=contact.company_id)
    rows = contact.user.contacts.filter(near).only(*OF_CONTACTS)
    found = pairs(contact.user, Kind.CONTACT, rows, keys_of_contact)
    return others(contact, [pair for pair in found if may_be_one(*pair)])


def begins_like(row: Company | Contact) -> Q:
    """Also in another order: “Hopper, Grace” and “Grace Hopper”."""
    words = WORD.findall(row.folded_name)[:2]
    near = Q(pk=row.pk)
    for word in words:
        near |= Q(folded_name__startswith=word[:NEAR])
    return near


def others(row: Row, found: Iterable[Pair[Row]]) -> list[Row]:
    return [second if first == row else first for first, second in found if row in (first, second)]


def pairs(user: User, kind: str, rows: Iterable[Row], keys_of: object) -> list[Pair[Row]]:
    """Every two that share a key, each pair once."""
    apart = set(user.known_apart.filter(kind=kind).values_list("first", "second"))
    firsts: dict[Hashable, Row] = {}  # most keys are borne by one row alone, so that few lists are made
    more: dict[Hashable, list[Row]] = defaultdict(list)
    found: dict[tuple[int, int], Pair[Row]] = {}
    for row in rows:
        for key in keys_of(row):  # type: ignore[operator]
            first = firsts.setdefault(key, row)
            if first is row:
                continue
            for other in chain([first], more[key]):
                names = (min(row.pk, other.pk), max(row.pk, other.pk))
                if names[0] != names[1] and names not in apart:
                    found.setdefault(names, (other, row))
            if len(more[key]) < MOST:
                more[key].append(row)
    return list(found.values())


def keys_of_company(company: Company) -> Iterator[str]:
    key = company_key(company.name).replace(" ", "")
    yield from with_slips(key)


def keys_of_contact(contact: Contact) -> Iterator[tuple[str, str]]:
    if contact.email:
        yield "mail", contact.email.casefold()
    words = WORD.findall(contact.folded_name)
    name = "".join(sorted(words))
    for key in with_slips(name) if len(words) > 1 else [name]:
        yield "name", key
    if words and contact.company_id:
        yield "first", f"{contact.company_id} {words[0]}"


def may_be_one(one: Contact, other: Contact) -> bool:
    """Two people may bear one name: at two companies they are two, unless their address is the same."""
    if one.email and other.email and one.email.casefold() == other.email.casefold():
        return True
    if one.company_id and other.company_id and one.company_id != other.company_id:
        return False
    first, second = WORD.findall(one.folded_name), WORD.findall(other.folded_name)
    is_short = len(first) == 1 or len(second) == 1
    return is_short or set(first) == set(second) or differ_by_a_slip("".join(first), "".join(second))


def differ_by_a_slip(one: str, other: str) -> bool:
    return bool(set(with_slips(one)) & set(with_slips(other)))


def with_slips(key: str) -> Iterator[str]:
    """The word itself, and without each of its letters: two that share one of these are a slip apart. Figures count."""
    yield key
    if len(key) >= SHORTEST:
        yield from {key[:at] + key[at + 1 :] for at, sign in enumerate(key) if not sign.isdigit()}
