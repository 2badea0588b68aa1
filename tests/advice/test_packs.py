"""Packs on the desk and by command: written as files, looked at before they are taken in, never over an edit."""

import io

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from advice import content
from advice.models import Article, Letter, Reframe
from tests.advice.desk import change

pytestmark = pytest.mark.django_db

OURS = """
pack: {language: en}
reframes:
  - key: always_me
    thought: It is always me.
    reframe: A new way to look at it.
    question: What else was there?
  - key: a_new_one
    thought: Nobody answers.
    reframe: Silence is about their desk.
    question: Whom could you ask?
letters:
  - key: reconnect
    title: A word after a long time
    subject: Hello again
    body: Hello {{ person_name }}
"""


def compare(client, text, name="ours.yaml"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse("admin:advice_pack_compare"), {"file": file})


def apply(client, text, *over):
    return client.post(reverse("admin:advice_pack_apply"), {"text": text.replace("\n", "\r\n"), "over": over})


def standing(page):
    return {entry["name"]: kind.value for kind, _title, entries in page.context["groups"] for entry in entries}


def test_what_a_file_would_change_is_shown_before_anything_is_written(curator_client, loaded):
    change(curator_client, Letter.objects.get(key="reconnect"), title="Our own title")
    page = compare(curator_client, OURS)
    assert standing(page) == {
        "reframes/a_new_one": "new",
        "reframes/always_me": "changed",
        "letters/reconnect": "edited",
    }
    text = page.content.decode()
    assert "<dt>reframe</dt>" in text and "<del>" in text and "<ins>" in text
    assert 'name="over" value="letters/reconnect"' in text and 'value="reframes/always_me"' not in text
    assert not Reframe.objects.filter(key="a_new_one").exists()


def test_it_is_taken_in_but_for_what_a_curator_edited_and_did_not_tick(curator, curator_client, loaded):
    letter = Letter.objects.get(key="reconnect")
    change(curator_client, letter, title="Our own title")
    articles = Article.objects.count()
    assert apply(curator_client, OURS).status_code == 302
    letter.refresh_from_db()
    assert letter.title == "Our own title"
    assert Reframe.objects.get(key="always_me").reframe == "A new way to look at it."
    assert Reframe.objects.get(key="a_new_one").history.first().history_user == curator
    assert Article.objects.filter(retired_at=None).count() == articles
    apply(curator_client, OURS, "letters/reconnect")
    letter.refresh_from_db()
    assert letter.title == "A word after a long time"
    assert standing(compare(curator_client, OURS)) == {}


def test_the_shipped_pack_leaves_alone_what_was_taken_in(curator_client, loaded, pack, now):
    apply(curator_client, OURS)
    report = content.load(pack, now=now)
    assert not report.has_changes and "reframes/always_me" in report.left_alone
    assert Reframe.objects.get(key="always_me").reframe == "A new way to look at it."
    assert Reframe.objects.get(key="a_new_one").retired_at is None


def test_what_is_taken_along_can_be_brought_in_again(curator_client, loaded):
    answer = curator_client.get(reverse("admin:advice_pack_export"), {"language": "en"})
    assert answer["Content-Disposition"] == 'attachment; filename="rebound-en.yaml"'
    assert len(yaml.safe_load(answer.content)["articles"]) == 17
    page = compare(curator_client, answer.content)
    assert page.status_code == 200 and "stands here already" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pack: [", "Line "),
        ("- 1", "not a content pack"),
        (b"\xff\xfe\x00", "no text file in UTF-8"),
        ("pack: {language: en}\nletters: 7", "list of entries"),
        ("pack: {language: en}\nsteps:\n- key: x\n  prompts: 7", "steps/x"),
        ("pack: {language: en}\na: &a [1]\nb: *a", "Aliases"),
        ("pack: {language: en}\nsteps:\n- key: x\n  review_by: 2026-02-30", "day is out of range"),
        (OURS.replace("person_name", "nobody"), "Line 13: letters/reconnect: body"),
        (OURS.replace("    question: Whom could you ask?\n", ""), "Line 8: reframes/a_new_one: question"),
    ],
)
def test_a_file_with_a_fault_is_refused_kindly_and_by_line(curator_client, loaded, text, said):
    answer = compare(curator_client, text)
    assert answer.status_code == 422 and said in answer.content.decode()
    if isinstance(text, str):
        assert apply(curator_client, text).status_code == 422
    assert not Reframe.objects.filter(key="a_new_one").exists()


def test_only_curators_take_packs_along_or_bring_them_in(ada_client, loaded):
    for name in ("packs", "pack_export", "pack_compare", "pack_apply"):
        assert ada_client.get(reverse(f"admin:advice_{name}")).status_code == 302


def test_the_command_says_what_a_file_would_change_and_takes_it_in(loaded, tmp_path):
    (tmp_path / "ours.yaml").write_text(OURS)
    Letter.objects.filter(key="reconnect").update(title="Mine")
    out, file = io.StringIO(), str(tmp_path / "ours.yaml")
    call_command("content", "load", "--file", file, "--diff", stdout=out)
    assert "New: reframes/a_new_one" in out.getvalue() and "    + A new way to look at it." in out.getvalue()
    assert "    - Mine" in out.getvalue() and not Reframe.objects.filter(key="a_new_one").exists()
    call_command("content", "load", "--file", file, stdout=out)
    assert "1 new, 1 updated, 0 retired" in out.getvalue() and Letter.objects.get(key="reconnect").title == "Mine"
    call_command("content", "load", "--file", file, "--over", "letters/reconnect", stdout=out)
    assert Letter.objects.get(key="reconnect").title == "A word after a long time"
