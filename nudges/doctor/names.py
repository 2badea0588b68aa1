"""What DNS says about our senders: SPF, DKIM, DMARC, and where bounces go."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from nudges.doctor.findings import Finding, good, look, wrong

Ask = Callable[[str, str], list[str]]  # a name and a kind of record ("TXT", "MX") to what stands there
SECONDS = 5
SPF_LOOKUPS = 10  # RFC 7208, 4.6.4
COSTLY = {"include", "a", "mx", "ptr", "exists", "redirect"}
SHORT_KEY, GOOD_KEY = 160, 270  # bytes of a public key with its wrapping: below RSA 1024, and below RSA 2048


class DnsSilent(Exception):
    """No name server answers here."""


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


def look_at_names(domains: list[str], *, selector: str, ask: Ask) -> Iterator[Finding]:
    try:
        if not ask(".", "NS"):
            raise DnsSilent("the root of all names is unknown")
        for domain in domains:
            yield from (spf(domain, ask), dkim(domain, selector, ask), dmarc(domain, ask), bounces(domain, ask))
    except DnsSilent as problem:
        yield look(
            "DNS",
            f"DNS cannot be asked from here ({problem}), so SPF, DKIM and DMARC were not looked at.",
            "Run this again where names can be looked up.",
        )


def spf(domain: str, ask: Ask) -> Finding:
    about = f"SPF of {domain}"
    found = [text for text in ask(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return wrong(
            about,
            "There is no SPF record, so nobody can tell which servers may send for you.",
            f"Publish one TXT record at {domain}: “v=spf1 include:… -all” with the name your mail provider gives you.",
        )
    if len(found) > 1:
        return wrong(about, f"There are {len(found)} SPF records, so none of them counts.", "Join them into one.")
    terms = [term.lower().lstrip("+") for term in found[0].split()[1:]]
    if "all" in terms:
        return wrong(about, "It lets the whole world send in your name (+all).", "End it with -all or ~all.")
    lookups = sum(re.split("[:/=]", term.lstrip("-~?"))[0] in COSTLY for term in terms)
    if lookups > SPF_LOOKUPS:
        return wrong(about, f"It asks for {lookups} further lookups; receivers stop after ten.", "Take some out.")
    if not any(term in ("-all", "~all") or term.startswith("redirect=") for term in terms):
        return look(about, "It says nothing about other servers.", "End it with -all, or with ~all while you try it.")
    return good(about, f"“{found[0]}”. See that it names the server of EMAIL_URL.")


def dkim(domain: str, selector: str, ask: Ask) -> Finding:
    about = f"DKIM of {domain}"
    if not selector:
        return look(
            about,
            "Which key signs your mail was not said, so it was not looked at.",
            "Ask your mail provider for the name of the key and run: manage.py mail doctor --selector NAME.",
        )
    name = f"{selector}._domainkey.{domain}"
    found = [tags_of(text) for text in ask(name, "TXT")]
    keys = [tags["p"] for tags in found if "p" in tags and tags.get("v", "DKIM1") == "DKIM1"]
    if not keys:
        return wrong(about, f"There is no key at {name}.", "Publish the TXT or CNAME record that your provider shows.")
    if not keys[0]:
        return wrong(about, f"The key at {name} is withdrawn (empty).", "Publish the key that signs now.")
    try:
        length = len(base64.b64decode(keys[0], validate=True))
    except binascii.Error:
        return wrong(about, f"The key at {name} cannot be read.", "Publish it again, in one piece without spaces.")
    is_rsa = next(tags for tags in found if tags.get("p") == keys[0]).get("k", "rsa") == "rsa"
    if is_rsa and length < SHORT_KEY:
        return wrong(about, f"The key at {name} is shorter than 1024 bits.", "Sign with a key of 2048 bits.")
    if is_rsa and length < GOOD_KEY:
        return look(about, f"The key at {name} has about 1024 bits.", "Sign with a key of 2048 bits.")
    return good(about, f"There is a key at {name}. It has to sign List-Unsubscribe and List-Unsubscribe-Post too.")


def dmarc(domain: str, ask: Ask) -> Finding:
    about = f"DMARC of {domain}"
    for owner in parents(domain):
        found = [text for text in ask(f"_dmarc.{owner}", "TXT") if text.lower().startswith("v=dmarc1")]
        if len(found) > 1:
            return wrong(about, f"There are {len(found)} DMARC records at {owner}, so none counts.", "Keep one.")
        if found:
            policy = tags_of(found[0]).get("p", "").lower()
            if policy in ("quarantine", "reject"):
                return good(about, f"The policy at {owner} is “{policy}”.")
            if policy == "none":
                return look(
                    about,
                    f"The policy at {owner} is “none”: it only watches.",
                    "That is enough to begin with. Once the reports are clean, go on to p=quarantine.",
                )
            return wrong(about, f"The record at {owner} names no policy that is known.", "Add p=none, at the least.")
    return wrong(
        about,
        "There is no DMARC record, and the large mailbox providers ask senders for one.",
        f"Publish a TXT record at _dmarc.{domain}: “v=DMARC1; p=none; rua=mailto:…”.",
    )


def bounces(domain: str, ask: Ask) -> Finding:
    about = f"Answers to {domain}"
    if ask(domain, "MX"):
        return good(about, "Answers and bounces have a server to go to (MX).")
    return look(
        about,
        "No server takes mail for this domain, so answers and bounces are lost.",
        "Publish an MX record, or send from a domain that has one.",
    )


def parents(domain: str) -> list[str]:
    """The domain, and those above it down to two labels."""
    labels = domain.split(".")
    return [".".join(labels[n:]) for n in range(max(1, len(labels) - 1))]


def tags_of(text: str) -> dict[str, str]:
    """“k=rsa; p=…” as a mapping, without spaces inside the values."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, sign, value in pairs if sign}
