"""How DNS is asked, and which part of a name belongs to one owner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Ask = Callable[[str, str], list[str]]  # a name and a kind of record ("TXT", "MX") to what stands there
SECONDS = 5
# Under these, two letters further, anybody may have a name: example.co.uk is a whole one, co.uk is nobody's.
SHARED = {"ac", "co", "com", "edu", "gen", "go", "gob", "gov", "gouv", "ltd", "ne", "net", "nom", "or", "org", "plc"}


class DnsSilent(Exception):
    """Nothing that could be used came back: no name server answers here, or those of this name do not."""


def ask_dns(name: str, kind: str) -> list[str]:
    """What stands at this name; nothing where it or the record does not exist. Raises DnsSilent without an answer."""
    from dns import exception, resolver

    try:
        asker = resolver.Resolver()
        asker.lifetime = SECONDS
        answers = asker.resolve(name, kind)
    except (resolver.NXDOMAIN, resolver.NoAnswer):
        return []
    except (exception.DNSException, OSError) as error:
        raise DnsSilent(str(error)) from error
    if kind == "TXT":
        return [b"".join(answer.strings).decode("utf-8", "replace") for answer in answers]
    return [answer.to_text() for answer in answers]


def be_answered(domains: Sequence[str], ask: Ask) -> None:
    """Raises DnsSilent where nobody answers. Some servers keep the root to themselves, so domains are asked, too."""
    problem = DnsSilent("the root of all names is unknown")
    for name in (".", *dict.fromkeys(organisation(domain) for domain in domains)):
        try:
            if ask(name, "NS"):
                return
        except DnsSilent as silent:
            problem = silent
    raise problem


def organisation(domain: str) -> str:
    """The part of a name that one owner has, near enough without the public list of suffixes."""
    labels = domain.lower().rstrip(".").split(".")
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SHARED
    return ".".join(labels[-3 if is_shared else -2 :])


def parents(domain: str) -> list[str]:
    """The domain, and those above it down to its owner's."""
    labels, top = domain.split("."), organisation(domain).count(".") + 1
    return [".".join(labels[n:]) for n in range(max(1, len(labels) - top + 1))]


def tags_of(text: str) -> dict[str, str]:
    """“k=rsa; p=…” as a mapping, without spaces inside the values."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, sign, value in pairs if sign}
