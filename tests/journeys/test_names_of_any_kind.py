"""Names that nobody can break or that run the other way: pages keep their width, and words their place."""

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests import accessibility
from tests.accounts.second import keys_of_a_passkey, made_passkey
from tests.factories import make_achievement, make_application, make_contact, make_interview, make_outcome
from tests.journeys.hands import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FITS = Path(accessibility.__file__).with_name("fits.js").read_text()
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# How far the words of a link stand from where its place begins, whatever way they run.
INDENT = """(link) => {
  const range = document.createRange();
  range.selectNodeContents(link);
  return range.getBoundingClientRect().left - link.getBoundingClientRect().left;
}"""


@pytest.fixture
def pages(browser_page, live_server, ada_client, ada):
    """A search with names of one kind, and the addresses of all pages that show them."""

    def fill(company, role, tag):
        call_command("content", "load", verbosity=0)
        now = timezone.now()
        fields = {"company": company, "tags": [tag], "now": now - timedelta(days=9)}
        talk = make_application(ada, role=role, stage="interview", **fields)
        contact = make_contact(ada, name=company, company=talk.company)
        interview = make_interview(talk, now=now, people=company, topic=role, location=f"https://example.org/{company}")
        interview.contacts.add(contact)
        make_application(ada, role=f"{role}2", stage="applied", **fields)
        ended = make_application(ada, role=f"{role}3", stage="interview", **fields)
        make_outcome(ended, reason=company * 2, now=now)
        make_achievement(ada, title=role, action=company * 2, tags=[tag], now=now)
        WebAuthn.add(ada, company, made_passkey(keys_of_a_passkey()[1], b"its-id-in-16-by."))
        sign_in(browser_page, ada_client, live_server)
        recovery = ada.recoveries.get()
        lists = [reverse(f"nudges:{name}") for name in ("today-show", "plan-show")]
        lists += [
            reverse(f"applications:{name}") for name in ("board", "interview-list", "contact-list", "company-list")
        ]
        lists += [reverse("applications:application-list") + "?closed=on", reverse("recovery:recovery-list")]
        rows = [talk, ended, interview, contact, talk.company]
        return [
            *lists,
            *(row.get_absolute_url() for row in rows),
            reverse("recovery:recovery-detail", args=[recovery.pk]),
            reverse("recovery:step-detail", args=[recovery.pk, "gracious_reply"]),
            reverse("recovery:feedback-detail", args=[ended.pk]),
            reverse("recovery:achievement-list"),
            reverse("accounts:signing-in-show"),
        ]

    return fill


def test_a_name_without_a_space_widens_no_page(browser_page, pages):
    found = []
    for address in pages(UNBROKEN, f"{UNBROKEN}ingenieurin", UNBROKEN[:38]):
        for size in (PHONE, DESK):
            browser_page.set_viewport_size(size)
            if size is PHONE:
                browser_page.goto(address)
                browser_page.evaluate(FITS)
            found += [f"{address} at {size['width']}: {line}" for line in browser_page.evaluate("fits.all('ltr')")]
    assert not found, "\n".join(found)


def test_a_name_that_runs_the_other_way_begins_where_the_page_does(browser_page, pages):
    addresses = pages("شركة النور للبرمجيات في القاهرة والإسكندرية", "מהנדסת תוכנה בכירה C++", "עברית")
    browser_page.set_viewport_size(PHONE)
    browser_page.goto(addresses[0])
    links = browser_page.locator("main a.name")
    assert links.count() >= 1
    assert all(link.evaluate(INDENT) < 2 for link in links.all())
