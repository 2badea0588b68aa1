"""What DNS says about our senders: SPF, DKIM, DMARC, and where bounces go."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from functools import partial

from nudges.doctor.asking import Ask, DnsSilent, be_answered, parents, tags_of
from nudges.doctor.findings import Finding, good, look, wrong
from nudges.doctor.spf import spf

SHORT_KEY, GOOD_KEY = 160, 270  # bytes of a public key with its wrapping: below RSA 1024, and below RSA 2048


def look_at_names(domains: list[str], *, selector: str, ask: Ask) -> Iterator[Finding]:
    try:
        be_answered(domains, ask)
    except DnsSilent as problem:
        yield look(
            "DNS",
            f"DNS cannot be asked from here ({problem}), so SPF, DKIM and DMARC were not looked at.",
            "Run this again where names can be looked up.",
        )
        return
    for domain in domains:
        yield asked(f"SPF of {domain}", partial(spf, domain, ask))
        yield asked(f"DKIM of {domain}", partial(dkim, domain, selector, ask))
        yield asked(f"DMARC of {domain}", partial(dmarc, domain, ask))
        yield asked(f"Answers to {domain}", partial(bounces, domain, ask))


def asked(about: str, look_up: Callable[[], Finding]) -> Finding:
    """One name whose servers fail keeps nobody from looking at the others."""
    try:
        return look_up()
    except DnsSilent as problem:
        return look(
            about,
            f"The name servers gave no answer that can be used: {problem}.",
            "Try again in a while. If it stays, the servers of this name or its DNSSEC are broken.",
        )


def dkim(domain: str, selector: str, ask: Ask) -> Finding:
    about = f"DKIM of {domain}"
    if not selector:
        return look(
            about,
            "Which key signs your mail was not said, so it was not looked at.",
            "Ask your mail provider for the name of the key and run: manage.py mail doctor --selector NAME.",
        )
    for owner in parents(domain):
        name = f"{selector}._domainkey.{owner}"
        found = [tags_of(text) for text in ask(name, "TXT")]
        if keys := [tags for tags in found if "p" in tags and tags.get("v", "DKIM1") == "DKIM1"]:
            if owner != domain and is_strict(domain, ask):
                return wrong(
                    about,
                    f"The key is at {owner}, and your DMARC record asks for a signature of {domain} itself (adkim=s).",
                    f"Sign as {domain}, or take out adkim=s.",
                )
            return key(about, name, keys[0])
    name = f"{selector}._domainkey.{domain}"
    return wrong(about, f"There is no key at {name}.", "Publish the TXT or CNAME record that your provider shows.")


def key(about: str, name: str, tags: dict[str, str]) -> Finding:
    """The key that stands there. Signing for a domain above the sender's is fine: receivers align the two."""
    if not tags["p"]:
        return wrong(about, f"The key at {name} is withdrawn (empty).", "Publish the key that signs now.")
    try:
        length = len(base64.b64decode(tags["p"], validate=True))
    except binascii.Error:
        return wrong(about, f"The key at {name} cannot be read.", "Publish it again, in one piece without spaces.")
    if tags.get("k", "rsa").lower() != "rsa":
        return look(
            about,
            f"The key at {name} is {tags['k']}, which not every receiver can check.",
            "Sign with a key of RSA 2048 beside it.",
        )
    if length < SHORT_KEY:
        return wrong(about, f"The key at {name} is shorter than 1024 bits.", "Sign with a key of 2048 bits.")
    if length < GOOD_KEY:
        return look(about, f"The key at {name} has about 1024 bits.", "Sign with a key of 2048 bits.")
    if "y" in tags.get("t", "").lower().split(":"):
        return look(
            about,
            f"The key at {name} is marked as a trial (t=y).",
            "Take t=y out once signing works: it counts for nothing until then.",
        )
    return good(about, f"There is a key at {name}. It has to sign List-Unsubscribe and List-Unsubscribe-Post too.")


def policies(domain: str, ask: Ask) -> tuple[str, list[dict[str, str]]]:
    """Where the nearest DMARC records stand, and what they say."""
    for owner in parents(domain):
        if found := [text for text in ask(f"_dmarc.{owner}", "TXT") if text.lower().startswith("v=dmarc1")]:
            return owner, [tags_of(text) for text in found]
    return domain, []


def is_strict(domain: str, ask: Ask) -> bool:
    return any(tags.get("adkim", "r").lower() == "s" for tags in policies(domain, ask)[1])


def dmarc(domain: str, ask: Ask) -> Finding:
    about = f"DMARC of {domain}"
    owner, found = policies(domain, ask)
    if not found:
        return wrong(
            about,
            "There is no DMARC record, and the large mailbox providers ask senders for one.",
            f"Publish a TXT record at _dmarc.{domain}: “v=DMARC1; p=none; rua=mailto:…”.",
        )
    if len(found) > 1:
        return wrong(about, f"There are {len(found)} DMARC records at {owner}, so none counts.", "Keep one.")
    said = found[0].get("p", "")
    policy = (said if owner == domain else found[0].get("sp", said)).lower()
    if policy in ("quarantine", "reject"):
        return good(about, f"The policy at {owner} is “{policy}”.")
    if policy == "none":
        return look(
            about,
            f"The policy at {owner} is “none”: it only watches.",
            "That is enough to begin with. Once the reports are clean, go on to p=quarantine.",
        )
    return wrong(about, f"The record at {owner} names no policy that is known.", "Add p=none, at the least.")


def bounces(domain: str, ask: Ask) -> Finding:
    about = f"Answers to {domain}"
    found = ask(domain, "MX")
    if any(record.split()[-1] == "." for record in found):
        return wrong(
            about,
            "It says that it takes no mail (a null MX), and some receivers refuse mail from such a domain.",
            "Publish a real MX record, or send from a domain that has one.",
        )
    if found:
        return good(about, "Answers and bounces have a server to go to (MX).")
    if ask(domain, "A") or ask(domain, "AAAA"):
        return look(
            about,
            "There is no MX record, so answers and bounces go to the machine of that name.",
            "Publish an MX record, or see that this machine takes mail.",
        )
    return look(
        about,
        "No server takes mail for this domain, so answers and bounces are lost.",
        "Publish an MX record, or send from a domain that has one.",
    )
