"""The history of what curators write: every change, who made it, and the way back."""

import pytest
from django.apps import apps
from django.urls import reverse

from advice import content
from advice.models import Article, Prompt, Reframe, Step
from tests.advice.desk import change, fields_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["prompt", "steprule", "stepcondition", "stepvariant"])
def test_parts_of_a_step_have_pages_and_a_history_of_their_own(curator_client, loaded, name):
    part = apps.get_model("advice", name).objects.first()
    for address in (
        reverse(f"admin:advice_{name}_change", args=[part.pk]),
        reverse(f"admin:advice_{name}_history", args=[part.pk]),
        reverse(f"admin:advice_{name}_simple_history", args=[part.pk, part.history.first().history_id]),
    ):
        page = curator_client.get(address)
        assert page.status_code == 200, address
        assert " style=" not in page.content.decode()


@pytest.mark.parametrize(
    "name", ["source", "article", "letter", "nudgetext", "reframe", "card", "step", "supportservice"]
)
def test_saving_a_row_as_it_is_changes_nothing(curator_client, loaded, now, name):
    for row in apps.get_model("advice", name).objects.order_by("pk")[:12]:
        answer = change(curator_client, row)
        assert answer.status_code == 302, answer.context["errors"]
        assert row.history.count() == 1, row
    report = content.load(loaded, now=now)
    assert not report.has_changes and report.left_alone == []
    assert Prompt.history.count() == 69


def test_a_change_is_kept_with_its_author_and_shown_as_a_diff(curator, curator_client, loaded):
    article = Article.objects.get(key="ghosted")
    assert change(curator_client, article, body=article.body + "\n\nA <b>new</b> line.").status_code == 302
    assert article.history.first().history_user == curator
    page = curator_client.get(reverse("admin:advice_article_history", args=[article.pk])).content.decode()
    assert "<ins>" in page and "&lt;b&gt;new&lt;/b&gt;" in page and "cleo@example.org" in page


def test_an_old_version_can_be_brought_back_with_its_links(curator_client, loaded, now):
    article = Article.objects.get(key="ghosted")
    before, sources = article.body, set(article.sources.values_list("key", flat=True))
    change(curator_client, article, body="Something else.", sources=[])
    article.refresh_from_db()
    assert (article.body, article.sources.count()) == ("Something else.", 0)
    address = reverse("admin:advice_article_simple_history", args=[article.pk, article.history.last().history_id])
    page = curator_client.get(address)
    assert curator_client.post(address, fields_of(page)).status_code == 302
    article.refresh_from_db()
    assert article.body == before
    assert set(article.sources.values_list("key", flat=True)) == sources


def test_going_back_to_a_version_of_an_older_pack_counts_as_a_curators_choice(curator_client, loaded, now):
    entry = next(e for e in loaded["reframes"] if e["key"] == "always_me")
    entry["thought"] = "Always, always."
    content.load(loaded, now=now)
    reframe = Reframe.objects.get(key="always_me")
    address = reverse("admin:advice_reframe_simple_history", args=[reframe.pk, reframe.history.last().history_id])
    curator_client.post(address, fields_of(curator_client.get(address)))
    assert content.load(loaded, now=now).left_alone == ["reframes/always_me"]


def test_a_removed_prompt_stands_in_the_steps_history_and_can_be_brought_back(curator_client, loaded):
    step = Step.objects.get(key="self_review")
    prompt = step.prompts.get(key="my_side")
    page = curator_client.get(reverse("admin:advice_step_change", args=[step.pk]))
    data = fields_of(page)
    number = next(n for n in range(20) if data.get(f"prompts-{n}-id") == prompt.pk)
    answer = curator_client.post(
        reverse("admin:advice_step_change", args=[step.pk]), {**data, f"prompts-{number}-DELETE": "on"}
    )
    assert answer.status_code == 302
    assert not step.prompts.filter(key="my_side").exists()
    line = Prompt.history.filter(key="my_side").first()
    address = reverse("admin:advice_prompt_simple_history", args=[prompt.pk, line.history_id])
    assert address in curator_client.get(reverse("admin:advice_step_history", args=[step.pk])).content.decode()
    assert curator_client.post(address, fields_of(curator_client.get(address))).status_code == 302
    assert step.prompts.get(key="my_side").pk == prompt.pk
