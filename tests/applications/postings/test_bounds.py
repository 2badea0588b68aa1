"""Whatever a page holds, reading it ends, and what is found fits the form. How soon it ends: `bench reading`."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.validators import no_control_characters
from applications.forms import ApplicationForm
from applications.postings import charset, links, loose_json, markup, read, salary
from config.bench import reading
from tests.applications.postings.pages import URL, ld

pytestmark = pytest.mark.django_db  # which a form asks whether its values may be saved

quick = settings(suppress_health_check=list(HealthCheck), deadline=None)


def fits(found):
    """What was found can stand in the form as it is, and be saved."""
    form = ApplicationForm({"company": "x", "role": "x"} | found.said(), today=date(2026, 11, 18))
    assert form.is_valid(), form.errors
    for name in ("company", "role", "location", "source", "work_mode", "salary_currency"):
        no_control_characters(getattr(found, name))
    json.dumps(found.said()).encode()


def is_a_link(text):
    try:
        return bool(links.parse(text))
    except links.NotALink:
        return False


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
    for found in read.read_handed_over(blocks=[text], html=text, title=text, selection=text, url=URL):
        fits(found)
    assert isinstance(salary.pay_of(text), dict)
    assert all(link in text for link in links.all_in(text))
    assert bool(links.identity(text)) == is_a_link(text)


@quick
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "latin-1", "punycode", "rot13", "utf-16", "x\x00"]))
def test_any_bytes_are_a_text(body, name):
    assert isinstance(charset.text_of(body, name), str)


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


@pytest.mark.parametrize("name", reading.PAGES)
def test_a_page_full_of_trouble_is_read_to_its_end(name):
    page = reading.PAGES[name](100_000)

    for found in read.read_page(page, url=URL):
        fits(found)
    assert len(markup.plain_text(page)) <= len(page)


@pytest.mark.parametrize("name", reading.JSONS)
def test_json_full_of_trouble_is_read_to_its_end(name):
    for found in read.read_page(ld(reading.JSONS[name](100_000)), url=URL):
        fits(found)


@pytest.mark.parametrize("name", reading.TEXTS)
def test_a_long_text_full_of_trouble_is_read_to_its_end(name):
    text = reading.TEXTS[name](100_000)

    for found in [*read.read_text(text), read.shared(url=text, title=text, text=text)[1]]:
        fits(found)
    assert isinstance(salary.pay_of(text), dict)
