import base64
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nudges import doctor
from nudges.doctor import DnsSilent, Level
from nudges.doctor.addresses import is_kin, look_at_addresses
from tests.nudges.sending import smtp_server

GOOD, LOOK, WRONG = Level.GOOD, Level.LOOK, Level.WRONG
KEY = base64.b64encode(b"k" * 294).decode()  # as long as RSA 2048
RECORDS = {
    (".", "NS"): ["a.root."],
    ("example.org", "TXT"): ["google-site-verification=x", "v=spf1 include:_spf.example.net -all"],
    ("_spf.example.net", "TXT"): ["v=spf1 ip4:192.0.2.0/24 ~all"],
    ("example.org", "MX"): ["10 mx.example.org."],
    ("one._domainkey.example.org", "TXT"): [f"v=DKIM1; k=rsa; p={KEY}"],
    ("_dmarc.example.org", "TXT"): ["v=DMARC1; p=reject"],
}


def names(changes=None, *, domain="example.org", selector="one"):
    records = RECORDS | (changes or {})
    found = doctor.look_at_names([domain], selector=selector, ask=lambda *asked: records.get(asked, []))
    return {one.about.split(" ")[0]: one for one in found}


def test_a_domain_that_is_set_up_well_has_nothing_to_mend():
    assert {one.level for one in names().values()} == {GOOD}


@pytest.mark.parametrize(
    ("about", "asked", "answer", "level", "words"),
    [
        ("SPF", ("example.org", "TXT"), [], WRONG, "no SPF record"),
        ("SPF", ("example.org", "TXT"), ["v=spf1 a -all", "v=spf1 mx -all"], WRONG, "2 SPF records"),
        ("SPF", ("example.org", "TXT"), ["v=spf1 +all"], WRONG, "whole world"),
        ("SPF", ("example.org", "TXT"), ["v=spf1 a mx ?all"], LOOK, "other servers"),
        ("SPF", ("example.org", "TXT"), ["v=spf1 " + "include:x.example " * 11 + "-all"], WRONG, "more than 10"),
        ("DKIM", ("one._domainkey.example.org", "TXT"), [], WRONG, "no key at one._domainkey"),
        ("DKIM", ("one._domainkey.example.org", "TXT"), ["v=DKIM1; p="], WRONG, "withdrawn"),
        ("DKIM", ("one._domainkey.example.org", "TXT"), ["v=DKIM1; p=*"], WRONG, "cannot be read"),
        ("DKIM", ("one._domainkey.example.org", "TXT"), [f"p={base64.b64encode(b'k' * 162).decode()}"], LOOK, "1024"),
        ("DMARC", ("_dmarc.example.org", "TXT"), [], WRONG, "no DMARC record"),
        ("DMARC", ("_dmarc.example.org", "TXT"), ["v=DMARC1; p=none"], LOOK, "only watches"),
        ("Answers", ("example.org", "MX"), [], LOOK, "bounces are lost"),
    ],
)
def test_what_is_amiss_with_a_name_is_said_with_what_to_do(about, asked, answer, level, words):
    one = names({asked: answer})[about]
    assert (one.level, bool(one.do)) == (level, True)
    assert words in one.is_so


def test_the_policy_of_the_domain_above_counts_below():
    below = {("mail.example.org", kind): RECORDS["example.org", kind] for kind in ("TXT", "MX")}
    assert names(below, domain="mail.example.org")["DMARC"].level == GOOD


def test_without_a_selector_or_without_dns_it_says_so_plainly():
    assert "--selector" in names(selector="")["DKIM"].do

    def silent(name, kind):
        raise DnsSilent("timeout")

    for ask in (silent, lambda name, kind: []):
        (one,) = doctor.look_at_names(["example.org"], selector="one", ask=ask)
        assert one.level == LOOK and "cannot be asked" in one.is_so


def addresses(settings, **changes):
    wishes = {"NUDGES_FROM_EMAIL": "Rebound <notes@mail.example.org>", "DEFAULT_FROM_EMAIL": "us@example.org"}
    wishes |= {"SITE_URL": "https://rebound.example.org", "SITE_HOST": "rebound.example.org"} | changes
    for name, value in wishes.items():
        setattr(settings, name, value)
    return {one.about: one.level for one in look_at_addresses()}


def test_senders_links_and_unsubscribing_belong_together(settings):
    assert set(addresses(settings).values()) == {GOOD}
    assert addresses(settings, NUDGES_FROM_EMAIL="me@gmail.com")["NUDGES_FROM_EMAIL"] == WRONG
    assert addresses(settings, NUDGES_FROM_EMAIL="nobody@127.0.0.1")["NUDGES_FROM_EMAIL"] == WRONG
    assert addresses(settings, NUDGES_FROM_EMAIL="notes@elsewhere.example")["NUDGES_FROM_EMAIL"] == LOOK
    assert addresses(settings, NUDGES_FROM_EMAIL="us@example.org")["Two senders"] == LOOK
    assert addresses(settings, SITE_URL="http://rebound.example.org")["One-click unsubscribe"] == WRONG
    assert not is_kin("badexample.org", "example.org")


@pytest.mark.parametrize(
    ("answers", "levels"),
    [
        ([(200, ""), (404, "")], [GOOD, GOOD]),
        ([(503, ""), (301, "https://www.example.org/u/doctor/")], [GOOD, WRONG]),
        ([(502, ""), (403, "")], [WRONG, WRONG]),
    ],
)
def test_the_site_is_asked_as_a_mail_program_would(settings, monkeypatch, answers, levels):
    settings.SITE_URL, settings.SITE_HOST, settings.IS_HTTPS = "https://example.org", "example.org", True
    left = list(answers)
    monkeypatch.setattr("nudges.doctor.site.ask", lambda method, path: left.pop(0))
    assert [one.level for one in doctor.look_at_site()] == levels


def test_a_site_that_cannot_be_reached_is_said_in_words(settings):
    settings.SITE_URL, settings.SITE_HOST, settings.IS_HTTPS = "http://127.0.0.2:9", "127.0.0.2", False
    found = list(doctor.look_at_site())
    assert [one.level for one in found] == [WRONG, WRONG]
    assert "cannot be reached" in found[1].is_so


def test_the_server_is_asked_whether_it_takes_mail_from_us_and_nothing_is_sent(settings):
    with smtp_server(settings) as server:
        found = list(doctor.look_at_server())
    assert {one.level for one in found} == {GOOD}
    assert server.taken == []
    settings.EMAIL_TIMEOUT = 2
    gone = list(doctor.look_at_server())
    assert "does not answer as a mail server" in gone[-1].is_so


def test_an_open_way_to_a_server_elsewhere_has_to_be_closed(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "mail.example.org", False, False
    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", lambda self: 1 / 0)
    first = next(iter(doctor.look_at_server()))
    assert first.level == WRONG and "in the open" in first.is_so


def test_the_command_says_what_to_mend_and_fails_where_something_is_wrong(settings, monkeypatch):
    out = StringIO()
    settings.EMAIL_URL = ""
    call_command("mail", "doctor", stdout=out)
    assert "nothing leaves this machine" in out.getvalue()
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    monkeypatch.setattr("nudges.doctor.ask_dns", lambda name, kind: [])
    with smtp_server(settings), pytest.raises(CommandError, match="to be mended"):
        call_command("mail", "doctor", stdout=out)
    assert "→ Set SITE_URL" in out.getvalue()
