"""The quick ways of drawing and writing a mail give the same as Django's slow ones."""

from email import message_from_bytes, policy

from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import lines, parts
from nudges.frame import Frame
from nudges.letter import Letter
from tests.explore import examples

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=40)
LINK = st.builds(parts.Link, ANY_TEXT, st.just("https://rebound.example.org/n/a-token/"))
FURTHER = st.builds(parts.Further, ANY_TEXT, st.just("https://rebound.example.org/"), st.lists(LINK, max_size=1))
PARTS = st.builds(
    parts.Part,
    language=st.sampled_from(["en", "de"]),
    paragraphs=st.lists(ANY_TEXT, max_size=3),
    url=st.just("https://rebound.example.org/applications/7/"),
    choices=st.lists(LINK, max_size=2),
    further=st.lists(FURTHER, max_size=2),
    has_other_times=st.booleans(),
)


@settings(deadline=None, max_examples=examples(40))
@given(st.lists(PARTS, max_size=3), ANY_TEXT)
def test_a_mail_is_drawn_as_the_template_would_draw_it(parts, lists):
    context = {
        "site": "Rebound",
        "subject": "A note",
        "parts": parts,
        "lists": lists,
        "unsubscribe_url": "https://rebound.example.org/u/another-token/",
        "settings_url": "https://rebound.example.org/nudges/settings/",
        "plan_url": "https://rebound.example.org/nudges/",
        "support_url": "https://rebound.example.org/support/",
        "language": "en",
    }
    for name, said in (("txt", {}), ("html", {"paragraphs": lines.with_links})):
        template = f"nudges/emails/message.{name}"
        assert Frame(context).render(template, said=said) == render_to_string(template, context)


@settings(deadline=None, max_examples=examples(40))
@given(
    subject=st.sampled_from(["A note", "Grüße & more", "שלום", "long " * 29 + "word"]),
    body=st.lists(ANY_TEXT, max_size=5).map("\n".join) | st.just("a line\n.\n.. dots\nFrom here\n" + "long " * 400),
    to=st.sampled_from(["ada@example.org", "ada@bücher.example"]),
)
def test_a_letter_says_over_the_line_what_djangos_own_would_say(subject, body, to):
    headers = {"Message-ID": "<3f2a@example.org>", "List-Unsubscribe": "<https://rebound.example.org/u/x/>"}
    body = f"Hello,\n{body}"
    letter = Letter(
        subject=subject, body=body, html=f"<p>{body}</p>", from_email="Ré <a@example.org>", to=[to], headers=headers
    )
    ours, theirs = (
        message_from_bytes(one, policy=policy.default)
        for one in (letter.wire(), letter.message().as_bytes(linesep="\r\n"))
    )
    for name in ("Subject", "From", "To", "Message-ID", "List-Unsubscribe", "MIME-Version"):
        assert ours[name] == theirs[name]
    assert ours.get_content_type() == theirs.get_content_type()
    for mine, other in zip(ours.iter_parts(), theirs.iter_parts(), strict=True):
        assert mine.get_content_type() == other.get_content_type()
        assert mine.get_content().rstrip("\n") == other.get_content().rstrip("\n")
    assert max(map(len, letter.wire().split(b"\r\n"))) < 998
