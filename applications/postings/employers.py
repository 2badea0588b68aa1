"""Whose posting a link leads to, as far as its words tell. Nothing is looked up, and it is only ever proposed."""

import ipaddress
import re
from urllib.parse import parse_qs, unquote

import idna

from applications.postings import links

# Services on whose pages employers stand under a name of their own: the first step of the path, or a part of the host.
IN_PATH = {
    *("jobs.lever.co", "jobs.eu.lever.co", "jobs.ashbyhq.com", "apply.workable.com", "jobs.jobvite.com"),
    *("boards.greenhouse.io", "boards.eu.greenhouse.io", "job-boards.greenhouse.io", "job-boards.eu.greenhouse.io"),
    *("jobs.smartrecruiters.com", "careers.smartrecruiters.com"),
}
IN_HOST = re.compile(
    r"([\w-]+)\.(?:jobs\.personio\.(?:de|com)|(?:wd\d+\.)?myworkdayjobs\.com|recruitee\.com|teamtailor\.com"
    r"|bamboohr\.com|breezy\.hr|workable\.com|applytojob\.com|softgarden\.io|pinpointhq\.com|homerun\.co)"
)
# Sites where postings of everybody stand, and whatever only leads on to a page: their name says nothing of an employer.
NAMES_OF_ALL = (
    "linkedin lnkd indeed stepstone xing glassdoor monster ziprecruiter dice simplyhired totaljobs reed jooble adzuna"
    " talent careerbuilder careerjet welcometothejungle wellfound angel otta seek naukri infojobs jobware jobvector"
    " jobscout24 jobs job arbeitsagentur kununu hokify karriere joinhandshake jobteaser join remoteok weworkremotely"
    " ycombinator meinestadt heyjobs academics lever greenhouse ashbyhq workable jobvite smartrecruiters personio"
    " myworkdayjobs taleo oraclecloud icims successfactors google goo bing bit tinyurl facebook instagram twitter"
    " youtube reddit notion github apec hellowork iamexpat"
)
OF_EVERYBODY = frozenset(NAMES_OF_ALL.split())
SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"}
NAME = re.compile(r"(?=.*[^\W\d_])\w[\w-]{1,60}")
NO_NAMES = {"www", "embed", "en", "de", "fr", "es", "it", "j", "o", "jobs", "careers"}
SHORT = 3  # names of so few letters are spelt


def link_in(text: str) -> str:
    """The link that was given for a company's name; empty for a name, and Booking.com and Dr.Oetker are names."""
    text = text.strip()
    is_plain = re.match(r"https?://|www\.", text, re.IGNORECASE) or "/" in text
    return links.lone(text) if is_plain else ""


def name_in(text: str) -> str:
    """What the employer is called whose link this is, as it may be written; empty where nothing tells."""
    try:
        link = links.parse(text)
    except links.NotALink:
        return ""
    path, _question, query = link.target.partition("?")
    if link.host in IN_PATH:
        asked = parse_qs(query).get("for", [])  # of a form that stands on somebody's own page
        return written(next(iter(asked), "") or unquote(path).strip("/").partition("/")[0])
    if found := IN_HOST.fullmatch(link.host):
        return written(found[1])
    return written(own_name(link.host))


def own_name(host: str) -> str:
    """The one part of a host that somebody chose: acme of jobs.acme.co.uk."""
    *parts, last = host.split(".")
    if len(parts) > 1 and len(last) == 2 and parts[-1] in SECOND_LEVEL:
        parts.pop()
    if not parts or is_number(host) or parts[-1] in OF_EVERYBODY:
        return ""
    try:
        return idna.decode(parts[-1])
    except (idna.IDNAError, UnicodeError):
        return ""


def is_number(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def written(name: str) -> str:
    """With capitals, unless it has some of its own."""
    if not NAME.fullmatch(name) or name.lower() in NO_NAMES:
        return ""
    words = re.split(r"[-_]+", name.strip("-_"))
    return " ".join(words) if name != name.lower() else " ".join(map(with_capital, words))


def with_capital(word: str) -> str:
    return word.upper() if len(word) <= SHORT else word[:1].upper() + word[1:]
