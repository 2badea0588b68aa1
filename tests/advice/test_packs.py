"""Packs on the desk and by command: written as files, looked at before they are taken in, never over an edit."""

import io
from urllib.parse import urlencode

import pytest
import yaml
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from advice import content
from advice.admin.packs import LARGEST, SALT
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
    """Brings it in, with what the page before sends back."""
    sealed = signing.dumps(text, salt=SALT, compress=True)
    return client.post(reverse("admin:advice_pack_apply"), {"text": sealed, "over": over})


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
        ("pack: {language: en}\nsteps:\n- key: x\n  review_by: !!bool often", "neither yes nor no"),
        ("pack: {language: [en]}", "in which language"),
        ("pack: {language: en}\nsteps:\n- {key: x, review_by: 7, sources: [{}], prompts: [{}]}", "Line 3: steps/x"),
        ("pack: {language: en}\narticles:\n- {key: x, review_by: 7, slug: [], sources: [{}]}", "Line 3: articles/x"),
        ("pack: {language: en}\nreframes:\n- key: x\n  thought: 2026-11-30", "Line 4: reframes/x: “thought”"),
        ("pack: {language: en}\nreframes:\n- key: x\n  publish_at: soon", "Line 4: reframes/x: publish_at"),
        ("pack: {language: en}\nreframes:\n- key: x\n  publish_at: '2026-02-30'", "Line 4: reframes/x: publish_at"),
        (OURS.replace("person_name", "nobody"), "Line 16: letters/reconnect: body"),
        (OURS.replace("    question: Whom could you ask?\n", ""), "Line 8: reframes/a_new_one: question"),
    ],
)
def test_a_file_with_a_fault_is_refused_kindly_and_by_line(curator_client, loaded, text, said):
    answer = compare(curator_client, text)
    assert answer.status_code == 422 and said in answer.content.decode()
    if isinstance(text, str):
        assert apply(curator_client, text).status_code == 422
    assert not Reframe.objects.filter(key="a_new_one").exists()


FAULTY = """
songs: []
pack: {language: en}
articles:
  - key: ours
    slug: ghosted
    title: Ours
    body: Text.
    sources: [nhs_lowmood, nobody]
  - title: Without a key
    body: Text.
    slug: without
steps:
  - key: a_walk
    title: A walk
    why: Air.
    grade: Z
    minutes: 20
    colour: red
    prompts:
      - {key: how, label: How was it?, input: text}
      - {key: how, label: And now?, input: telepathy}
    conditions:
      - {hide_if: it_rains}
letters:
  - key: hello
    title: Hello
    subject: Hello
    body: "{{ compny }}"
  - just words
"""


def test_all_that_is_wrong_with_a_file_is_said_at_once_each_with_its_line(curator_client, loaded):
    said = compare(curator_client, FAULTY).context["problems"]
    assert said == [
        "Line 2: songs is a section that nobody reads.",
        "Line 6: articles/ours: another article has the address “ghosted”.",
        "Line 9: articles/ours: there is no “nobody” among the sources.",
        "Line 10: articles/?: an entry needs a “key” that is a word.",
        "Line 17: steps/a_walk: grade: Value 'Z' is not a valid choice.",
        "Line 19: steps/a_walk: nobody reads “colour”.",
        "Line 22: steps/a_walk: it has two prompts “how”.",
        "Line 22: steps/a_walk: prompt how: input: Value 'telepathy' is not a valid choice.",
        "Line 23: steps/a_walk: condition 1: test: Value 'it_rains' is not a valid choice.",
        "Line 29: letters/hello: body: There is no field called “compny”. Did you mean {{ company }}?",
        "Line 30: letters/?: an entry has keys, each with a colon and a value.",
    ]
    assert not Article.objects.filter(key="ours").exists()


def test_a_file_of_the_largest_size_is_taken_in_and_a_larger_one_refused_at_its_field(curator_client, db):
    entry = "  - key: long_{0}\n    slug: long-{0}\n    title: Long {0}\n    body: |\n"
    line = "      Ein längerer Satz: nichts davon — gar nichts — ist „verschlüsselt“ & *alles* zählt.\n"
    text, number = "pack: {language: de}\narticles:\n", 0
    while len(text.encode()) + 100_000 < LARGEST:
        text += entry.format(number) + line * 1000
        number += 1
    text += "#" * (LARGEST - len(text.encode()))
    page = compare(curator_client, text)
    assert page.status_code == 200 and len(page.context["groups"][0][2]) == number
    sent = curator_client.post(
        reverse("admin:advice_pack_apply"),
        urlencode({"text": page.context["text"]}),  # as the page's form is sent; for that Django has a limit
        content_type="application/x-www-form-urlencoded",
    )
    assert sent.status_code == 302 and Article.objects.filter(language="de").count() == number
    refused = compare(curator_client, text + "#")
    assert refused.status_code == 422 and refused.context["form"].errors["file"]


def test_what_came_back_changed_is_not_taken_in(curator_client, loaded):
    sealed = signing.dumps(OURS, salt=SALT)
    answer = curator_client.post(reverse("admin:advice_pack_apply"), {"text": sealed[:40] + "x" + sealed[41:]})
    assert answer.status_code == 422 and "choose the file again" in answer.content.decode()
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
