"""A link fetches public pages and nothing else, within bounds. No test here leaves this machine."""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from applications.postings import addresses, fetch
from applications.postings.fetch import Refused, Rules
from tests.applications.postings.site import moved, open_site, page


@pytest.fixture
def site():
    with open_site() as site:
        yield site


def problem(url, rules):
    with pytest.raises(Refused) as refused:
        fetch.get(url, rules=rules)
    return refused.value.problem


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_page_is_fetched_as_somebody_with_nothing_to_tell(site):
    site.pages["/posting?id=7"] = page(b"<p>Hello", kind="Text/HTML; Charset=UTF-8")

    got = fetch.get(site.url("/posting?id=7"), language="de", rules=site.rules())

    assert (got.body, got.kind, got.charset, got.url) == (b"<p>Hello", "text/html", "utf-8", site.url("/posting?id=7"))
    (asked,) = site.asked
    assert asked.line == "GET /posting?id=7 HTTP/1.1"
    assert asked.headers["host"] == f"jobs.example.org:{site.port}"
    assert asked.headers["accept-language"] == "de,*;q=0.5"
    assert not {"cookie", "authorization", "referer", "origin", "x-forwarded-for"} & asked.headers.keys()


def test_signs_beyond_ascii_are_sent_as_addresses_have_them(site):
    site.pages["/stelle/k%C3%B6chin?q=%20"] = page(b"x")

    assert fetch.get(site.url("/stelle/köchin?q=%20#part"), rules=site.rules()).body == b"x"


@pytest.mark.parametrize(
    ("said", "packed"),
    [
        ("gzip", gzip.compress(b"<p>Hello", mtime=0)),
        ("deflate", zlib.compress(b"<p>Hello")),
        ("deflate", zlib.compress(b"<p>Hello", wbits=-15)),
        ("br", brotli.compress(b"<p>Hello")),
        ("identity", b"<p>Hello"),
    ],
    ids=["gzip", "zlib", "deflate", "br", "identity"],
)
def test_a_page_is_unpacked(site, said, packed):
    site.pages["/"] = page(packed, f"Content-Encoding: {said}")

    assert fetch.get(site.url(), rules=site.rules()).body == b"<p>Hello"


def test_a_page_in_chunks_is_put_together(site):
    site.pages["/"] = page(b"3\r\n<p>\r\n5\r\nHello\r\n0\r\n\r\n", "Transfer-Encoding: chunked")

    assert fetch.get(site.url(), rules=site.rules()).body == b"<p>Hello"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page(b"", status="404 Not Found"), "gone"),
        (page(b"", status="410 Gone"), "gone"),
        (page(b"", status="401 Unauthorized"), "blocked"),
        (page(b"", status="403 Forbidden"), "blocked"),
        (page(b"", status="429 Too Many Requests"), "blocked"),
        (page(b"", status="999 Request denied"), "blocked"),
        (page(b"", status="500 Oh"), "site_broken"),
        (page(b"", status="304 Not Modified"), "site_broken"),
        (page(b"x", kind="application/pdf"), "not_a_page"),
        (page(b"x", kind="image/svg+xml"), "not_a_page"),
        (page(b"x", kind=None), "not_a_page"),
        (page(b"no gzip", "Content-Encoding: gzip"), "not_a_page"),
        (page(b"x", "Content-Encoding: gzip, gzip"), "not_a_page"),
        (page(b"x", "Content-Encoding: zstd"), "not_a_page"),
        (b"SSH-2.0-OpenSSH\r\n", "unreachable"),
        (b"", "unreachable"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 200_000 + b"\r\n\r\n", "unreachable"),
    ],
)
def test_what_is_no_page_is_a_problem_with_a_name(site, answer, said):
    site.pages["/"] = answer

    assert problem(site.url(), site.rules()) == said


# --- Links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "jobs",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "gopher://example.org:80/_GET",
        "ftp://example.org/",
        "data:text/html,x",
        "http://",
        "http:///path",
        "https://ada:secret@example.org/",
        "https://ada@example.org/",
        "https://example.org@169.254.169.254/",
        "https://example.org:22/",
        "https://example.org:6379/",
        "http://example.org:8000/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "http://exa mple.org/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org/\r\nHost: other",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://example..org/",
        "http://-/",
        "http://ex*mple.org/",
        f"https://example.org/{'x' * 3000}",
        f"https://{'x' * 300}.org/",
        "https://\udcff.org/",
    ],
)
def test_what_is_no_ordinary_link_goes_nowhere(url):
    def resolve(host, port):
        raise AssertionError(f"asked for {host}")

    assert problem(url, Rules(resolve=resolve)) == "not_a_link"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://EXAMPLE.org./", "example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://faß.example/", "xn--fa-hia.example"),
        ("https://ⓛocalhost/", "localhost"),
        ("http://2130706433/", "2130706433"),
    ],
)
def test_a_name_is_asked_for_as_dns_knows_it(url, host):
    asked = []

    def resolve(name, port):
        asked.append(name)
        return []

    assert problem(url, Rules(resolve=resolve)) == "unknown_host"
    assert asked == [host]


# --- Addresses --------------------------------------------------------------------------------------------------------

REFUSED = [
    *("127.0.0.1", "127.255.0.9", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.8", "192.0.0.192", "192.0.2.1"),
    *("198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.1.2.3", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:a9fe:a9fe"),
    *(
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "2001::1",
        "2001:10::1",
    ),
    *("2001:db8::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1"),
    *("2130706433", "0x7f.1", "localhost", "", "1.2.3", "8.8.8.8.8", "2606:4700::1%1"),
]
PUBLIC = ["8.8.8.8", "93.184.215.14", "172.32.0.1", "11.0.0.1", "2606:4700::6810:1", "2a00:1450::1", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_plainly_public_is_not_connected_to(address):
    assert not addresses.is_public(address)
    assert problem("https://example.org/", Rules(resolve=lambda host, port: [address])) == "private"


@pytest.mark.parametrize("address", PUBLIC)
def test_public_servers_may_be_connected_to(address):
    assert addresses.is_public(address)


def test_one_private_address_among_public_ones_is_enough():
    rules = Rules(resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])

    assert problem("https://example.org/", rules) == "private"


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "localhost",
            "LOCALHOST.",
            "[::1]",
            "0.0.0.0",
        ),
        *("0", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "169.254.169.254", "[64:ff9b::7f00:1]", "１２７.0.0.1"),
    ],
)
def test_this_machine_is_known_under_all_its_names(host):
    """With the resolver of real life: none of these asks a name server."""
    assert problem(f"http://{host}/", Rules()) == "private"


def test_a_name_is_resolved_once_and_that_address_is_the_one_connected_to(site):
    """A name that is public when it is looked at and private when it is connected to (DNS rebinding)."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    site.pages["/"] = page(b"x")

    got = fetch.get(site.url(), rules=replace(site.rules(), resolve=lambda host, port: next(answers)))

    assert got.body == b"x"
    assert next(answers) == ["10.0.0.1"]  # nobody has asked a second time


def test_a_name_that_turns_private_between_two_steps_is_left(site):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    site.pages["/"] = moved("/next")

    assert problem(site.url(), replace(site.rules(), resolve=lambda host, port: next(answers))) == "private"
    assert [asked.path for asked in site.asked] == ["/"]


def test_the_next_address_is_tried_where_the_first_does_not_answer(site):
    site.pages["/"] = page(b"x")
    site.names["jobs.example.org"] = ["127.0.0.2", "127.0.0.1"]
    rules = replace(site.rules(), is_allowed=lambda address: ipaddress.ip_address(address).is_loopback)

    assert fetch.get(site.url(), rules=rules).body == b"x"


def test_nobody_at_home_is_a_problem_with_a_name(site):
    site.names["jobs.example.org"] = ["127.0.0.2"]
    rules = replace(site.rules(), is_allowed=lambda address: True)

    assert problem(site.url(), rules) == "unreachable"


def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    site.pages["/"] = page(b"x")

    assert fetch.get(site.url(), rules=site.rules()).body == b"x"


# --- Redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_followed_without_the_cookies_it_brings(site, status):
    site.pages["/"] = moved("next?a=1", status, "Set-Cookie: id=7")
    site.pages["/next?a=1"] = page(b"x", "Set-Cookie: id=8")

    got = fetch.get(site.url(), rules=site.rules())

    assert (got.body, got.url) == (b"x", site.url("/next?a=1"))
    assert not any("cookie" in asked.headers or "referer" in asked.headers for asked in site.asked)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://localhost/", "private"),
        ("http://[::1]/", "private"),
        ("http://0.0.0.0/", "private"),
        ("http://2130706433/", "private"),
        ("http://0177.0.0.1/", "private"),
        ("http://[::ffff:10.0.0.1]/", "private"),
        ("//10.0.0.1/", "private"),
        ("https://jobs.example.org:22/", "not_a_link"),
        ("file:///etc/passwd", "not_a_link"),
        ("gopher://jobs.example.org/", "not_a_link"),
        ("javascript:alert(1)", "not_a_link"),
        ("http://ada:secret@jobs.example.org/", "not_a_link"),
        ("http://[bad/", "not_a_link"),
    ],
)
def test_each_redirect_is_looked_at_like_the_first_link(site, to, said):
    site.pages["/"] = moved(to)

    def resolve(host, port):
        return ["127.0.0.1"] if host == "jobs.example.org" else fetch.resolve(host, port)

    rules = site.rules(
        resolve=resolve,
        is_allowed=lambda address: addresses.is_public(address) or not site.asked,
        ports=frozenset({site.port, 80, 443}),
    )
    assert problem(site.url(), rules) == said
    assert len(site.asked) == 1


def test_going_in_circles_has_an_end(site):
    site.pages["/"] = moved("/")

    assert problem(site.url(), site.rules()) == "too_many_redirects"
    assert len(site.asked) == 6


def test_a_redirect_without_a_place_is_no_page(site):
    site.pages["/"] = page(b"", status="302 Found")

    assert problem(site.url(), site.rules()) == "site_broken"


# --- Size -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "pack"),
    [
        ("identity", bytes),
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", lambda body: brotli.compress(body, quality=5)),
    ],
)
def test_a_page_that_unfolds_to_too_much_is_left_in_the_middle(site, said, pack):
    site.pages["/big"] = page(pack(b"x" * 50_000_000), f"Content-Encoding: {said}")
    site.pages["/small"] = page(pack(b"x" * 1_900_000), f"Content-Encoding: {said}")

    assert problem(site.url("/big"), site.rules()) == "too_big"
    assert len(fetch.get(site.url("/small"), rules=site.rules()).body) == 1_900_000


def test_a_page_that_never_ends_is_left(site):
    def flood(connection, asked):
        connection.sendall(page(b"", "Transfer-Encoding: chunked"))
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    site.pages["/"] = flood

    assert problem(site.url(), site.rules()) == "too_big"


def test_packed_nothing_without_an_end_is_left(site):
    """Blocks of deflate that unfold to nothing: small in what comes out, endless in what goes in."""

    def flood(connection, asked):
        connection.sendall(page(b"", "Transfer-Encoding: chunked", "Content-Encoding: gzip"))
        nothing = b"\x00\x00\x00\xff\xff" * 10_000
        connection.sendall(b"a\r\n" + gzip.compress(b"")[:10] + b"\r\n")
        while True:
            connection.sendall(f"{len(nothing):x}\r\n".encode() + nothing + b"\r\n")

    site.pages["/"] = flood

    assert problem(site.url(), site.rules()) == "too_big"


# --- Time -------------------------------------------------------------------------------------------------------------


def drip(before):
    """Sends this at once, and then a byte now and then, for as long as somebody listens."""

    def answer(connection, asked):
        connection.sendall(before)
        while True:
            time.sleep(0.05)
            connection.sendall(b"x")

    return answer


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        page(b"", "Content-Length: 1000000"),
        page(b"", "Transfer-Encoding: chunked") + b"1;",
    ],
    ids=["status", "headers", "body", "size of a chunk"],
)
def test_an_endless_drip_ends_by_the_clock(site, before):
    site.pages["/"] = drip(before)

    assert problem(site.url(), site.rules(seconds=0.5)) == "too_slow"


def test_silence_ends_by_the_clock(site):
    site.pages["/"] = lambda connection, asked: connection.recv(1)

    assert problem(site.url(), site.rules(seconds=0.3)) == "too_slow"


def test_all_steps_together_have_one_time(site):
    def slowly(connection, asked):
        time.sleep(0.3)
        connection.sendall(moved("/"))

    site.pages["/"] = slowly

    assert problem(site.url(), site.rules(seconds=0.8)) == "too_slow"


def test_a_resolver_that_hangs_is_not_waited_for(site):
    over = threading.Event()

    def hang(host, port):
        over.wait(5)
        return ["127.0.0.1"]

    assert problem(site.url(), site.rules(resolve=hang, seconds=0.3)) == "too_slow"
    over.set()


def test_a_hand_that_is_never_shaken_ends_by_the_clock(site):
    """A server that takes the connection and says nothing while TLS is to begin."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        rules = site.rules(seconds=0.4, tls=fetch.trusted, ports=frozenset({port}))
        assert problem(f"https://jobs.example.org:{port}/", rules) == "too_slow"


# --- TLS --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """(certificate, key) for jobs.example.org, signed by itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "jobs.example.org")])
    made = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("jobs.example.org")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    folder = tmp_path_factory.mktemp("certificate")
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return files


@pytest.fixture
def secure_site(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with open_site(tls=context) as site:
        site.pages["/"] = page(b"x")
        yield site


def test_the_name_stays_in_the_handshake_and_on_the_certificate(secure_site, certificate):
    rules = secure_site.rules(tls=lambda: ssl.create_default_context(cafile=str(certificate[0])))

    assert fetch.get(secure_site.url(scheme="https"), rules=rules).body == b"x"
    (asked,) = secure_site.asked
    assert (asked.server_name, asked.headers["host"]) == ("jobs.example.org", f"jobs.example.org:{secure_site.port}")


def test_a_certificate_for_another_name_is_refused(secure_site, certificate):
    rules = secure_site.rules(tls=lambda: ssl.create_default_context(cafile=str(certificate[0])))

    assert problem(secure_site.url(scheme="https", host="other.example.org"), rules) == "certificate"


def test_a_certificate_that_nobody_signed_is_refused(secure_site):
    assert problem(secure_site.url(scheme="https"), secure_site.rules()) == "certificate"


def test_a_site_that_speaks_no_tls_is_not_reached(site):
    site.pages["/"] = page(b"x")

    assert problem(site.url(scheme="https"), site.rules(seconds=1.0)) in {"unreachable", "too_slow"}
