"""Links into a mail program: every sign arrives as it was written."""

from email.utils import parseaddr
from urllib.parse import parse_qs, urlsplit

import pytest

from applications.gaps import marked, open_in
from applications.mail_links import LONGEST, link_for, mail_link

ODD = 'a+b & c? = 100% #1 "x" é 🚀 שלום\n\nnext line'


def test_every_sign_arrives():
    parts = urlsplit(mail_link(to="o'brien+jobs@example.org", subject=ODD.replace("\n", " "), text=ODD))

    said = parse_qs(parts.query, strict_parsing=True)
    assert parts.scheme == "mailto" and "+" not in parts.query and " " not in parts.query
    assert said["body"] == [ODD.replace("\n", "\r\n")]
    assert said["subject"] == [ODD.replace("\n", " ")]
    assert parts.path == "o%27brien%2Bjobs@example.org"


@pytest.mark.parametrize("address", ["a?bcc=x@example.org", "a&cc=b@example.org", "a%0d%0aBcc:b@example.org"])
def test_an_address_adds_no_line_of_its_own(address):
    parts = urlsplit(mail_link(to=address, subject="Hello"))

    assert set(parse_qs(parts.query)) == {"subject"} and "?" not in parts.path
    assert parseaddr(address)


def test_lines_end_in_one_way_however_they_were_typed():
    assert mail_link(text="a\r\nb\rc\nd") == "mailto:?body=a%0D%0Ab%0D%0Ac%0D%0Ad"
    assert mail_link() == "mailto:"


def test_a_letter_too_long_for_a_link_is_left_to_be_pasted():
    link, takes_text = link_for(to="a@example.org", subject="Hello", text="é" * 400)

    assert not takes_text and "body" not in link and len(link) <= LONGEST


def test_gaps_are_marked_and_all_else_is_escaped():
    text = "<b>[role]</b> [your <name>] [company]"
    gaps = list(open_in(text, language="en"))

    assert gaps == ["[role]", "[company]"]
    assert marked(text, gaps) == (
        '&lt;b&gt;<mark class="gap">[role]</mark>&lt;/b&gt; [your &lt;name&gt;] <mark class="gap">[company]</mark>'
    )
