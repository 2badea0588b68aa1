"""The doctor of mail against answers as they really come: long ways, half-set-up names, servers that will not."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from dns import resolver

from nudges import doctor
from nudges.doctor import DnsSilent, Level
from nudges.doctor.addresses import is_kin
from nudges.doctor.asking import parents
from tests.nudges.sending import Answers, smtp_server
from tests.nudges.test_mail_doctor import KEY, RECORDS, names

GOOD, LOOK, WRONG = Level.GOOD, Level.LOOK, Level.WRONG
SPF, OTHER = ("example.org", "TXT"), ("_spf.example.net", "TXT")
SELECTED = ("one._domainkey.example.org", "TXT")


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        ({OTHER: ["v=spf1 " + " ".join(f"a:m{n}.example.net" for n in range(10)) + " ~all"]}, WRONG, "more than 10"),
        ({OTHER: []}, WRONG, "leads to _spf.example.net"),
        ({OTHER: ["v=spf1 +all"]}, WRONG, "whole world"),
        ({OTHER: ["v=spf1 include:example.org -all"]}, GOOD, ""),  # in a circle: each is read once
        ({SPF: ["v=spf1 redirect=_spf.example.net"]}, GOOD, ""),
        ({SPF: ["v=spf1 redirect=_spf.example.net"], OTHER: ["v=spf1 mx ?all"]}, LOOK, "other servers"),
        ({SPF: ["v=spf1 -all redirect=nowhere.example"]}, GOOD, ""),  # behind an `all` it means nothing
        ({SPF: ["v=spf1 include:_spf.example.net"]}, LOOK, "other servers"),  # what is included closes nothing
        ({SPF: ["v=spf1 include:%{i}._spf.example.net -all"]}, GOOD, ""),
        ({SPF: ["V=SPF1 IP4:192.0.2.0/24 A/24 MX//64 -ALL"]}, GOOD, ""),
    ],
)
def test_spf_is_read_with_all_that_it_includes_and_leads_on_to(changes, level, words):
    one = names(changes)["SPF"]
    assert one.level == level and words in one.is_so


def test_a_record_in_several_strings_is_one_text(monkeypatch):
    class Several:
        strings = (b"v=spf1 include:_spf.exam", b"ple.net -all")

    monkeypatch.setattr(resolver.Resolver, "resolve", lambda self, name, kind: [Several()])
    assert doctor.ask_dns("example.org", "TXT") == ["v=spf1 include:_spf.example.net -all"]


@pytest.mark.parametrize(
    "error", [resolver.NoNameservers, resolver.LifetimeTimeout(timeout=5, errors=[]), OSError("no way")]
)
def test_servers_that_fail_or_take_too_long_are_no_empty_answer(monkeypatch, error):
    def fail(self, name, kind):
        raise error

    monkeypatch.setattr(resolver.Resolver, "resolve", fail)
    with pytest.raises(DnsSilent):
        doctor.ask_dns("example.org", "TXT")


def asking(records, *broken):
    def ask(name, kind):
        if (name, kind) in broken:
            raise DnsSilent("SERVFAIL")
        return records.get((name, kind), [])

    return {one.about.split(" ")[0]: one for one in doctor.look_at_names(["example.org"], selector="one", ask=ask)}


def test_one_name_that_cannot_be_asked_keeps_nobody_from_looking_at_the_others():
    found = asking(RECORDS, ("_dmarc.example.org", "TXT"))
    assert found["DMARC"].level == LOOK and "SERVFAIL" in found["DMARC"].is_so
    assert {found[about].level for about in ("SPF", "DKIM", "Answers")} == {GOOD}


def test_a_resolver_that_keeps_the_root_to_itself_is_asked_about_the_domain():
    known = RECORDS | {("example.org", "NS"): ["ns.example.org."]}
    assert {one.level for one in asking(known, (".", "NS")).values()} == {GOOD}
    assert set(asking(RECORDS, (".", "NS"), ("example.org", "NS"))) == {"DNS"}


BELOW = {("mail.example.org", kind): RECORDS["example.org", kind] for kind in ("TXT", "MX")}


def test_a_signature_of_the_domain_above_is_aligned_unless_it_is_asked_for_strictly():
    assert names(BELOW, domain="mail.example.org")["DKIM"].level == GOOD
    strict = {("_dmarc.example.org", "TXT"): ["v=DMARC1; p=reject; adkim=s"]}
    one = names(BELOW | strict, domain="mail.example.org")["DKIM"]
    assert one.level == WRONG and "adkim=s" in one.is_so
    assert names(strict)["DKIM"].level == GOOD


def test_below_the_policy_for_subdomains_counts():
    for policy, level in [("p=reject; sp=none", LOOK), ("p=none; sp=reject", GOOD)]:
        changes = {("_dmarc.example.org", "TXT"): [f"v=DMARC1; {policy}"]}
        assert names(BELOW | changes, domain="mail.example.org")["DMARC"].level == level


@pytest.mark.parametrize(
    ("record", "level", "words"),
    [
        (f"v=DKIM1; k=ed25519; p={KEY}", LOOK, "not every receiver"),
        (f"v=DKIM1; t=y:s; p={KEY}", LOOK, "trial"),
        (f"v=DKIM1; p={KEY[:100]} {KEY[100:]}", GOOD, ""),
        ("v=spf1 -all", WRONG, "no key"),  # a wildcard answers for every name
    ],
)
def test_keys_as_they_stand_there(record, level, words):
    one = names({SELECTED: [record]})["DKIM"]
    assert one.level == level and words in one.is_so


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        ({("example.org", "MX"): ["0 ."]}, WRONG, "null MX"),
        ({("example.org", "MX"): [], ("example.org", "AAAA"): ["2001:db8::1"]}, LOOK, "machine of that name"),
    ],
)
def test_where_answers_go_without_a_server_for_them(changes, level, words):
    one = names(changes)["Answers"]
    assert one.level == level and words in one.is_so


def test_what_belongs_to_one_owner_ends_below_the_shared_part_of_a_name():
    assert parents("notes.mail.example.co.uk") == ["notes.mail.example.co.uk", "mail.example.co.uk", "example.co.uk"]
    assert parents("example.org") == ["example.org"] and parents("localhost") == ["localhost"]
    assert is_kin("mail.example.co.uk", "rebound.example.co.uk")
    assert not is_kin("one.co.uk", "other.co.uk")


# The mail server


def the_last(settings, **changes):
    for name, value in changes.items():
        setattr(settings, name, value)
    return list(doctor.look_at_server())[-1]


def test_a_server_without_starttls_is_said_to_have_none(settings):
    with smtp_server(settings) as server:
        one = the_last(settings, EMAIL_USE_TLS=True)
    assert one.level == WRONG and "offers no encryption" in one.is_so and "587" in one.do
    assert server.taken == []


def test_a_server_without_a_login_is_said_to_have_none(settings):
    with smtp_server(settings):
        one = the_last(settings, EMAIL_HOST_USER="ada", EMAIL_HOST_PASSWORD="secret")
    assert one.level == WRONG and "knows no login" in one.is_so


def test_the_wrong_kind_of_port_is_told_from_a_bad_certificate(settings):
    with smtp_server(settings):
        one = the_last(settings, EMAIL_USE_SSL=True)
    assert one.level == WRONG and "smtp+tls:// with 587" in one.do and "_" not in one.is_so


@pytest.fixture
def signed_by_itself(tmp_path):
    """A certificate that nobody vouches for, as an SMTP server shows it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = tmp_path / "both.pem"
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, private, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_certificate_that_nobody_vouches_for_is_named_as_such(settings, signed_by_itself):
    with smtp_server(settings):
        port = settings.EMAIL_PORT
    controller = Controller(Answers(), hostname="127.0.0.1", port=port, tls_context=signed_by_itself)
    controller.start()
    try:
        one = the_last(settings, EMAIL_USE_TLS=True)
    finally:
        controller.stop()
    assert one.level == WRONG and "not trusted: self" in one.is_so and "SSL_CERT_FILE" in one.do
