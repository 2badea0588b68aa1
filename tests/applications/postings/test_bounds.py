"""Whatever a page holds, reading it ends, soon, and what is found fits the form."""

import json
import signal
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.validators import no_control_characters
from applications.forms import ApplicationForm
from applications.postings import charset, links, loose_json, markup, read, salary
from tests.applications.postings.pages import URL, ld

pytestmark = pytest.mark.django_db  # which a form asks whether its values may be saved

MILLION = 1_000_000
# Processor time, on the slowest of machines: what takes quadratic time takes minutes.
ENOUGH = 20

quick = settings(suppress_health_check=list(HealthCheck), deadline=None)


@contextmanager
def processor_time(seconds: float):
    """Ends what takes longer, however busy the machine is with other things."""

    def over(*_):
        raise AssertionError(f"took more than {seconds} seconds of processor time")

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fits(found):
    """What was found can stand in the form as it is, and be saved."""
    form = ApplicationForm({"company": "x", "role": "x"} | found.said(), today=date(2026, 11, 18))
    assert form.is_valid(), form.errors
    for name in ("company", "role", "location", "source", "work_mode", "salary_currency"):
        no_control_characters(getattr(found, name))
    json.dumps(found.said()).encode()


# --- Anything ---------------------------------------------------------------------------------------------------------

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
PARTS = [
    "title",
    "hiringOrganization",
    "jobLocation",
    "jobLocationType",
    "baseSalary",
    "validThrough",
    "description",
    "url",
    "@id",
    "skills",
]
INNER = [
    "name",
    "address",
    "addressLocality",
    "addressCountry",
    "value",
    "minValue",
    "maxValue",
    "currency",
    "unitText",
    "@id",
    "@value",
    "@type",
]
nodes = st.dictionaries(st.sampled_from(INNER), values, max_size=6)
postings = st.dictionaries(st.sampled_from(PARTS), values | nodes | st.lists(nodes, max_size=3), max_size=8)
TAGS = ["<div itemscope itemtype='https://schema.org/JobPosting'>", "<b itemprop=title>", "<p itemprop='name title'>"]
TAGS += [
    "<i itemprop=hiringOrganization itemscope>",
    "</b>",
    "</div>",
    "<meta property='og:title' content='",
    "<title>",
]
TAGS += [
    "<script type='application/ld+json'>",
    "</script>",
    "&amp;lt;",
    "<![CDATA[",
    "-->",
    '{"@type":"JobPosting"',
    "\n,",
]
pieces = st.lists(st.sampled_from(TAGS) | st.text(max_size=20), max_size=30).map("".join)


@quick
@given(st.lists(postings, min_size=1, max_size=3))
def test_any_posting_is_read_into_what_the_form_takes(given_postings):
    blocks = [json.dumps({"@type": "JobPosting"} | one) for one in given_postings]
    for found in read.read_page(ld(f"[{','.join(blocks)}]"), url=URL):
        fits(found)


@quick
@given(pieces)
def test_any_page_is_read(page):
    for found in read.read_page(page, url=URL):
        fits(found)


@quick
@given(st.text(max_size=300) | pieces)
def test_any_text_is_read(text):
    for found in [*read.read_text(text), read.shared(url=text, title=text, text=text)[1]]:
        fits(found)
    read.read_handed_over(blocks=[text], html=text, title=text, selection=text, url=URL)
    salary.pay_of(text)
    links.identity(text)
    links.all_in(text)


@quick
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "latin-1", "punycode", "rot13", "utf-16", "x\x00"]))
def test_any_bytes_are_a_text(body, name):
    charset.text_of(body, name).encode("utf-8", "replace")


@quick
@given(values)
def test_sound_json_is_read_as_it_is(value):
    assert loose_json.documents(json.dumps(value)) is not None


@quick
@given(st.text(alphabet="{}[]\",:\\/*\n 1ab'", max_size=60))
def test_a_repair_makes_up_nothing(text):
    """Every text in what was mended stands in what was given."""
    waiting = list(loose_json.mended(text))
    while waiting:
        one = waiting.pop()
        waiting += [*one, *one.values()] if isinstance(one, dict) else one if isinstance(one, list) else []
        if isinstance(one, str):
            assert one == "" or "\\" in text or one in text


# --- Much of it -------------------------------------------------------------------------------------------------------

FLOODS = {
    "tags that are never closed": "<div>" * (2 * MILLION // 5),
    "tags that close nothing": "<div>" * 400 + "</p></span></b></i>" * (2 * MILLION // 20),
    "a deep nest and tags that close nothing": "<div>" * 90_000 + "</p></span></b></i>" * 90_000,
    "attributes": "<a " + " ".join(f"a{n}=1" for n in range(220_000)) + ">",
    "the same attribute": "<a " + "a=1 " * (MILLION // 2) + ">",
    "less than": "<" * 2 * MILLION,
    "comments that never end": "<!--" * (MILLION // 2),
    "entities": "&amp;" * (2 * MILLION // 5),
    "numbers as entities": "&#" + "9" * 2 * MILLION,
    "line breaks": "\n " * MILLION,
    "items": "<p itemscope itemtype=https://schema.org/JobPosting itemprop=title>" * 28_000,
    "properties": "<p itemscope itemtype=https://schema.org/JobPosting>" + "<b itemprop=title>x" * 100_000,
    "scripts": "<script type=application/ld+json>{</script>" * 46_000,
    "titles": "<title>x</title>" * 120_000,
}
JSONS = {
    "brackets": "[" * 2 * MILLION,
    "braces": '{"a":' * 400_000,
    "comments": "/*" * MILLION,
    "quotation marks": '"' * 2 * MILLION,
    "backslashes": '"' + "\\" * 2 * MILLION,
    "commas": ",\n" * MILLION,
    "lines": "1\n" * MILLION,
    "digits": "9" * 2 * MILLION,
    "documents": '{"@type":"JobPosting","title":"x"}\n' * 55_000,
    "wrappings": "<![CDATA[" * 220_000,
    "endings": "1" + "]]>" * 660_000,
    "references": json.dumps([{"@type": "JobPosting", "@id": "a", "hiringOrganization": {"@id": "a"}}] * 20_000),
}


@pytest.mark.parametrize("name", FLOODS)
def test_two_megabytes_of_tags_are_read_in_time(name):
    with processor_time(ENOUGH):
        read.read_page(FLOODS[name], url=URL)
    with processor_time(ENOUGH):
        markup.plain_text(FLOODS[name])


@pytest.mark.parametrize("name", JSONS)
def test_two_megabytes_of_json_are_read_in_time(name):
    with processor_time(ENOUGH):
        read.read_page(ld(JSONS[name]), url=URL)


@pytest.mark.parametrize(
    "text", ["Company: " * 30_000, "- " * MILLION, " at " * MILLION, "https://a " * 100_000, "1" * MILLION]
)
def test_a_long_text_is_read_in_time(text):
    with processor_time(ENOUGH):
        read.read_text(text)
        read.shared(url=text, title=text, text=text)
        salary.pay_of(text)


def test_time_is_really_kept():
    """Else the tests above could not fail."""
    with pytest.raises(AssertionError, match="took more"), processor_time(0.05):
        while True:
            pass
