"""The curators' desk: what a curator can do there, and what stays out of sight."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from advice import operations
from advice.models import Article, Curated, Letter, NudgeText, Step, StepCondition, SupportService
from tests.advice.desk import change, fields_of
from tests.factories import make_application, make_user

pytestmark = pytest.mark.django_db


def test_a_curator_gets_in_with_nothing_but_the_group(curator_client):
    page = curator_client.get("/admin/")
    assert page.status_code == 200
    shown = {app["app_label"] for app in page.context["app_list"]}
    assert shown == {"advice"}


def test_the_curators_group_has_exactly_these_rights(curator):
    allowed = curator.get_all_permissions()
    assert all(permission.startswith("advice.") for permission in allowed)
    curated = {
        model._meta.model_name for model in apps.get_app_config("advice").get_models() if issubclass(model, Curated)
    }
    assert {f"advice.{verb}_{name}" for verb in ("view", "add", "change") for name in curated} <= allowed
    deletable = {permission for permission in allowed if permission.startswith("advice.delete_")}
    assert deletable == {f"advice.delete_{part}" for part in ("prompt", "steprule", "stepcondition", "stepvariant")}


def test_the_group_is_made_once_and_mended(db):
    group = operations.ensure_curators_group()
    group.permissions.clear()
    assert operations.ensure_curators_group() == group
    assert group.permissions.count() == len(operations.curators_permissions())


def test_a_curator_sees_nothing_of_people(curator_client, ada, now):
    make_application(ada, company="Secret Company", role="Cook", now=now)
    for model in admin.site._registry:
        if model._meta.app_label == "advice":
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert curator_client.get(address).status_code == 403, address
    page = curator_client.get("/admin/").content.decode()
    assert "Secret Company" not in page and "ada@example.org" not in page


def test_a_curator_cannot_ask_which_rows_people_have(curator_client, ada, loaded, now):
    application = make_application(ada, now=now)
    for row, status in ((application, 404), (ada, 404), (Article.objects.first(), 302)):
        content_type = ContentType.objects.get_for_model(row)
        assert curator_client.get(f"/admin/r/{content_type.pk}/{row.pk}/").status_code == status, row


def test_people_without_the_group_see_no_desk(ada_client, client, loaded):
    article = Article.objects.first()
    for address in ("/admin/", reverse("admin:advice_article_change", args=[article.pk])):
        assert ada_client.get(address).status_code in (302, 403)
        assert client.get(address).status_code == 302


def test_staff_without_the_group_cannot_look_at_advice(loaded):
    client = Client()
    client.force_login(make_user(email="staff@example.org", is_staff=True))
    assert client.get(reverse("admin:advice_article_changelist")).status_code == 403
    assert client.post(reverse("admin:advice_article_preview"), {"body": "x"}).status_code == 403


@pytest.mark.parametrize(
    "name", ["source", "article", "letter", "nudgetext", "reframe", "card", "step", "supportservice"]
)
def test_every_list_row_history_and_version_opens(curator_client, loaded, name):
    model = apps.get_model("advice", name)
    row = model.objects.first()
    line = row.history.first()
    for address in (
        reverse(f"admin:advice_{name}_changelist"),
        reverse(f"admin:advice_{name}_changelist") + "?q=a&needs=review",
        reverse(f"admin:advice_{name}_changelist") + "?needs=professional",
        reverse(f"admin:advice_{name}_add"),
        reverse(f"admin:advice_{name}_change", args=[row.pk]),
        reverse(f"admin:advice_{name}_history", args=[row.pk]),
        reverse(f"admin:advice_{name}_simple_history", args=[row.pk, line.history_id]),
    ):
        page = curator_client.get(address)
        assert page.status_code == 200, address
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=|<style|<script>", page.content.decode()), address


def test_a_list_costs_no_more_queries_with_more_rows(curator_client, loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        curator_client.get(reverse("admin:advice_source_changelist"))


def test_a_prompt_is_put_together_from_plain_fields(curator_client, loaded):
    step = Step.objects.get(key="get_the_facts")
    data = fields_of(curator_client.get(reverse("admin:advice_step_change", args=[step.pk])))
    new = f"prompts-{data['prompts-TOTAL_FORMS']}-"
    data["prompts-TOTAL_FORMS"] = int(data["prompts-TOTAL_FORMS"]) + 1
    data |= {new + "key": "mail_me", new + "order": 9, new + "label": "Shall we?", new + "input": "toggle"}
    data |= {new + "default": "off", new + "step": step.pk}
    answer = curator_client.post(reverse("admin:advice_step_change", args=[step.pk]), data)
    assert answer.status_code == 302, answer.context["errors"]
    assert step.prompts.get(key="mail_me").options == {"default": False}


def test_a_condition_is_put_together_from_menus(curator_client, loaded):
    step = Step.objects.get(key="get_the_facts")
    data = fields_of(curator_client.get(reverse("admin:advice_step_change", args=[step.pk])))
    new = "conditions-0-"
    data |= {"conditions-TOTAL_FORMS": 1, new + "order": 0, new + "effect": "hide", new + "test": "answer_is"}
    data |= {new + "step": step.pk}
    answer = curator_client.post(reverse("admin:advice_step_change", args=[step.pk]), data)
    assert answer.status_code == 200 and "“prompt” is missing" in answer.content.decode()
    bare = data | {new + "test": "no_kind_is"}
    answer = curator_client.post(reverse("admin:advice_step_change", args=[step.pk]), bare).content.decode()
    assert "is missing" in answer and "auto_mail," not in answer
    data |= {new + "prompt": "had_accepted", new + "values": "not yet\n"}
    assert curator_client.post(reverse("admin:advice_step_change", args=[step.pk]), data).status_code == 302
    assert step.conditions.get().parameters == {"prompt": "had_accepted", "values": ["not yet"]}


def test_an_unknown_merge_field_is_refused_beside_its_field(curator_client, loaded):
    letter = Letter.objects.get(key="reconnect")
    answer = change(curator_client, letter, body="Hello {{ personname }}")
    assert answer.status_code == 200
    (problem,) = answer.context["adminform"].form.errors["body"]
    assert "personname" in problem and "{{ person_name }}" in problem
    text = NudgeText.objects.get(rule="next_morning")
    assert "body" in change(curator_client, text, body="{{ nothing }}").context["adminform"].form.errors


def test_a_review_needs_a_name_and_a_day(curator_client, loaded):
    article = Article.objects.get(key="low_weeks")
    assert "reviewed_on" in change(curator_client, article, reviewed_by="Dr. Who").context["adminform"].form.errors
    assert change(curator_client, article, reviewed_by="Dr. Who", reviewed_on="2026-11-01").status_code == 302
    article.refresh_from_db()
    assert not article.needs_professional_review


def test_rows_that_are_due_stand_in_a_filter(curator_client, loaded):
    Article.objects.filter(key="ghosted").update(review_by="2020-01-01")
    page = curator_client.get(reverse("admin:advice_article_changelist"), {"needs": "review"})
    assert [row.key for row in page.context["cl"].queryset] == ["ghosted"]
    page = curator_client.get(reverse("admin:advice_article_changelist"), {"needs": "professional"})
    assert {row.key for row in page.context["cl"].queryset} == {
        row.key for row in Article.objects.all() if row.needs_professional_review
    }


def test_the_list_says_which_health_and_legal_texts_nobody_has_reviewed(curator_client, loaded):
    desk = admin.site._registry[Article]
    said = {row.key: desk.professional_review(row) for row in Article.objects.filter(key__in=["low_weeks", "ghosted"])}
    assert said == {"low_weeks": "nobody yet", "ghosted": "–"}
    page = curator_client.get(reverse("admin:advice_article_changelist")).content.decode()
    assert "nobody yet" in page


def test_retired_rows_are_out_of_the_way_and_can_be_found(curator_client, loaded, now):
    Article.objects.filter(key="ghosted").update(retired_at=now)
    address = reverse("admin:advice_article_changelist")
    for given, is_there in (({}, False), ({"use": "retired"}, True), ({"use": "all"}, True)):
        rows = curator_client.get(address, given).context["cl"].queryset
        assert rows.filter(key="ghosted").exists() is is_there, given


def test_a_column_for_the_language_comes_with_the_second_one(curator_client, loaded):
    address = reverse("admin:advice_article_changelist")
    assert "language" not in curator_client.get(address).context["cl"].list_display
    Article.objects.filter(key="ghosted").update(language="de")
    assert "language" in curator_client.get(address).context["cl"].list_display


def test_every_merge_field_stands_above_the_form_with_its_meaning(curator_client, loaded):
    letter = Letter.objects.get(key="reconnect")
    page = curator_client.get(reverse("admin:advice_letter_change", args=[letter.pk])).content.decode()
    assert "<code>{{ contact_name }}</code> name of the person you write to" in page
    assert "{{ snooze_url }}" not in page


def test_a_preview_is_offered_wherever_one_can_save(curator_client, loaded):
    for row, times in ((Letter.objects.first(), 2), (Article.objects.first(), 2), (Step.objects.first(), 2)):
        name = row._meta.model_name
        page = curator_client.get(reverse(f"admin:advice_{name}_change", args=[row.pk])).content.decode()
        assert page.count(f'formaction="/admin/advice/{name}/preview/?id={row.pk}"') == times


@pytest.mark.parametrize(("action", "shown"), [("publish", True), ("send_to_review", False), ("retire", False)])
def test_states_change_by_actions_and_are_remembered(curator, curator_client, loaded, action, shown):
    article = Article.objects.get(key="ghosted")
    if action == "publish":
        Article.objects.filter(pk=article.pk).update(state="draft")
    address = reverse("admin:advice_article_changelist")
    answer = curator_client.post(address, {"action": action, "_selected_action": [article.pk]})
    assert answer.status_code == 302
    assert Article.objects.published().filter(key="ghosted").exists() is shown
    assert article.history.first().history_user == curator


def test_nothing_curated_can_be_deleted(curator_client, admin_client, loaded):
    for client in (curator_client, admin_client):
        for model in (Article, Step, SupportService):
            row = model.objects.first()
            address = reverse(f"admin:advice_{model._meta.model_name}_delete", args=[row.pk])
            assert client.post(address, {"post": "yes"}).status_code == 403
            assert model.objects.filter(pk=row.pk).exists()
            page = client.get(reverse(f"admin:advice_{model._meta.model_name}_changelist"))
            assert "delete_selected" not in page.content.decode()


def test_a_preview_shows_what_stands_in_the_form_and_stores_nothing(curator_client, loaded):
    before = Article.objects.get(key="ghosted").body
    answer = curator_client.post(
        reverse("admin:advice_article_preview"), {"title": "T", "body": "**bold** <script>alert(1)</script>"}
    )
    page = answer.content.decode()
    assert "<strong>bold</strong>" in page and "<script>alert" not in page
    assert Article.objects.get(key="ghosted").body == before
    assert curator_client.get(reverse("admin:advice_article_preview")).status_code == 405


def test_a_letters_preview_marks_its_gaps_and_names_what_is_wrong(curator_client, loaded):
    given = {"subject": "About {{ role }}", "body": "{{ compny }} <b>"}
    page = curator_client.post(reverse("admin:advice_letter_preview"), given).content.decode()
    assert '<mark class="gap">[role]</mark>' in page and "compny" in page and "&lt;b&gt;" in page


def test_a_nudges_preview_reads_as_for_somebody_unknown(curator_client, loaded):
    page = curator_client.post(
        reverse("admin:advice_nudgetext_preview"), {"body": "Hello {{ first_name }}, from {{ company }}"}
    )
    assert "Hello, from the company" in page.content.decode()


def test_the_key_of_a_row_stays(curator_client, loaded):
    article = Article.objects.get(key="ghosted")
    change(curator_client, article, key="other", language="de")
    article.refresh_from_db()
    assert (article.key, article.language) == ("ghosted", "en")


def test_a_new_article_begins_as_a_draft(curator_client, db):
    answer = curator_client.post(
        reverse("admin:advice_article_add"),
        {
            "key": "ours",
            "slug": "ours",
            "title": "Ours",
            "body": "x",
            "language": "en",
            "state": "draft",
            "tags": "a\nb",
        },
    )
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.state, article.tags, article.pack_fingerprint) == ("draft", ["a", "b"], "")


def test_sources_are_found_while_typing(curator_client, loaded):
    answer = curator_client.get(
        "/admin/autocomplete/",
        {"term": "kluger", "app_label": "advice", "model_name": "article", "field_name": "sources"},
    )
    assert answer.json()["results"][0]["text"] == "kluger1996"


def test_all_conditions_of_the_pack_open_in_their_menus(curator_client, loaded):
    for condition in StepCondition.objects.all():
        page = curator_client.get(reverse("admin:advice_stepcondition_change", args=[condition.pk]))
        address = reverse("admin:advice_stepcondition_change", args=[condition.pk])
        before = condition.parameters
        assert curator_client.post(address, fields_of(page)).status_code == 302
        condition.refresh_from_db()
        assert condition.parameters == before


def test_the_stage_matrix_shows_and_changes_at_which_stage_each_step_comes(curator, curator_client, loaded):
    step, address = Step.objects.get(key="gracious_reply"), reverse("admin:advice_matrix")
    page = curator_client.get(address)
    assert f'name="{step.pk}-interview"' in page.content.decode()
    given = {f"{step.pk}-interview": "", f"{step.pk}-offer": "on", f"{step.pk}-screening": "on", f"{step.pk}-x": "on"}
    assert curator_client.post(address, given | {f"{step.pk}-ghosted": "perhaps"}).status_code == 302
    assert {rule.stage: rule.mode for rule in step.rules.all()} == {
        "screening": "on",
        "assessment": "on",
        "final_round": "on",
        "offer": "on",
    }
    newest = step.rules.model.history.filter(step=step).exclude(history_user=None)
    assert {(line.history_type, line.stage, line.history_user) for line in newest} == {
        ("-", "interview", curator),
        ("~", "offer", curator),
    }


def test_order_day_and_minutes_are_changed_in_the_list(curator, curator_client, loaded):
    address = reverse("admin:advice_step_changelist")
    rows = curator_client.get(address).context["cl"].formset
    data = {"form-TOTAL_FORMS": len(rows.forms), "form-INITIAL_FORMS": len(rows.forms), "_save": "Save"}
    for form in rows.forms:
        data |= {form.add_prefix(name): form[name].value() for name in ("id", "order", "day_offset", "minutes")}
    data["form-0-day_offset"] = 5
    assert curator_client.post(address, data).status_code == 302
    changed = Step.history.filter(history_user=curator)
    assert [(line.day_offset, line.history_type) for line in changed] == [(5, "~")]
