"""New versions of what people see: drafted, looked at and reviewed out of sight, published in one go."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from advice import checking, content, operations, queries, versions
from advice.models import Article, Letter, NudgeText, Source, Step
from advice.tasks import publish_versions
from applications import operations as applications
from recovery import operations as recoveries
from tests.advice.desk import change, fields_of
from tests.factories import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(loaded):
    return Step.objects.get(key="explanations_map")


@pytest.fixture
def version(step, curator):
    return versions.begin(step, by=curator)


def address(name, row):
    return reverse(f"admin:advice_version_{name}", args=[row._meta.model_name, row.pk])


def publish(client, version, **given):
    page = client.get(address("publish", version))
    return client.post(address("publish", version), {"seen": page.context["seen"], **given})


def test_a_new_version_is_begun_with_a_button_and_says_the_same(curator_client, step):
    page = curator_client.get(reverse("admin:advice_step_change", args=[step.pk])).content.decode()
    assert "what you save here is what people see, at once" in page and address("begin", step) in page
    answer = curator_client.post(address("begin", step))
    version = step.version
    assert answer.url == reverse("admin:advice_step_change", args=[version.pk])
    assert (version.state, version.key, version.prompts.count()) == ("draft", step.key, step.prompts.count())
    assert not versions.would_change(version) and not versions.changed_meanwhile(version)
    page = curator_client.get(answer.url).content.decode()
    assert "A new version of" in page and 'value="published"' not in page
    assert curator_client.post(address("begin", step)).url == answer.url, "one at a time"


def test_nobody_meets_it_and_nothing_counts_it(curator_client, step, version, now):
    before = checking.problems("en")
    saved = change(curator_client, version, title="Something quite new", state="review")
    assert "Something quite new" in curator_client.get(saved.url).content.decode()
    assert [one.pk for one in queries.steps_for(["en"]) if one.key == step.key] == [step.pk]
    assert step in Step.objects.all() and version not in Step.objects.all()
    assert checking.problems("en") == before
    assert "Something quite new" not in content.as_yaml(content.dump("en"))
    assert not content.load(content.read(), now=now).has_changes
    for name in ("advice_step_changelist", "advice_matrix"):
        assert "Something quite new" not in curator_client.get(reverse(f"admin:{name}")).content.decode()
    assert "Something quite new" in curator_client.get(reverse("admin:advice_overview")).content.decode()


def test_it_is_edited_and_published_with_its_prompts_and_what_points_to_the_row_stays(
    curator_client, curator, step, version
):
    kept = {prompt.key: prompt.pk for prompt in step.prompts.all()}
    first, *_others, last = version.prompts.all()
    data = fields_of(curator_client.get(reverse("admin:advice_step_change", args=[version.pk])))
    place = [one.pk for one in version.prompts.all()].index(last.pk)
    data |= {"title": "A better name", "prompts-0-label": "What came to mind first?", f"prompts-{place}-DELETE": "on"}
    new = f"prompts-{data['prompts-TOTAL_FORMS']}-"
    data["prompts-TOTAL_FORMS"] = int(data["prompts-TOTAL_FORMS"]) + 1
    data |= {new + "key": "one_more", new + "order": 99, new + "label": "And then?", new + "input": "text"}
    answer = curator_client.post(reverse("admin:advice_step_change", args=[version.pk]), data)
    assert answer.status_code == 302, answer.context["errors"]
    step.refresh_from_db()
    assert step.title != "A better name" and step.prompts.count() == len(kept)

    page = curator_client.get(address("publish", version)).content.decode()
    assert (
        "<ins>A better name</ins>" in page
        and "one_more</ins>" in page
        and "And then?" in page
        and "Changed meanwhile" not in page
    )
    history = step.history.count()
    assert publish(curator_client, version).url == reverse("admin:advice_step_change", args=[step.pk])
    step = Step.objects.get(pk=step.pk)
    assert (step.title, step.prompts.get(key=first.key).label) == ("A better name", "What came to mind first?")
    assert {prompt.key: prompt.pk for prompt in step.prompts.exclude(key="one_more")} == {
        key: pk for key, pk in kept.items() if key != last.key
    }
    line = step.history.first()
    assert (step.history.count(), line.history_user, line.history_change_reason) == (
        history + 1,
        curator,
        "new version",
    )
    assert set(line.sources.values_list("source_id", flat=True)) == set(step.sources.values_list("pk", flat=True))
    assert step.prompts.get(key=first.key).history.first().history_user == curator
    assert not hasattr(step, "version") and not Step.everything.versions().exists()


def test_conditions_and_extra_questions_in_the_same_place_are_told_apart(curator, step):
    step.conditions.all().delete(), step.variants.all().delete()
    for test in ("always", "has_contact"):
        step.conditions.create(order=0, effect="hide", test=test)
        step.variants.create(order=0, stage="offer", label=test)
    version = versions.begin(step, by=curator)
    version.conditions.get(test="always").delete()
    version.variants.get(label="always").delete()
    versions.publish(version, by=curator)
    assert [one.test for one in step.conditions.all()] == ["has_contact"]
    assert [one.label for one in step.variants.all()] == ["has_contact"]


def test_what_somebody_has_opened_stays_as_it_was(curator, step, version, ada, now):
    application = make_application(ada, stage="interview", now=now)
    applications.record_outcome(application, kind="rejected", decided_on=ada.local_day(now), now=now)
    opened = application.recovery_entries.live().get().recovery.steps.get(key=step.key)
    recoveries.open_step(opened, now=now)
    before = opened.snapshot
    version.title = "Another name"
    version.save()
    versions.publish(version, by=curator)
    opened.refresh_from_db()
    assert opened.snapshot == before and before["title"] != "Another name"


def test_what_was_changed_meanwhile_is_shown_and_two_curators_do_not_pass_each_other_by(curator_client, step, version):
    change(curator_client, version, why="Another reason.")
    looked_at = curator_client.get(address("publish", version)).context["seen"]
    change(curator_client, step, caution="Take your time.")
    late = curator_client.post(address("publish", version), {"seen": looked_at})
    assert late.status_code == 422 and "just now" in late.content.decode()
    page = curator_client.get(address("publish", version)).content.decode()
    assert "Changed meanwhile" in page and "<ins>Take your time.</ins>" in page
    assert publish(curator_client, version).status_code == 302
    step.refresh_from_db()
    assert (step.why, step.caution) == ("Another reason.", version.caution)


def test_it_appears_by_itself_at_its_moment(curator_client, curator, step, version, monkeypatch):
    change(curator_client, version, title="From then on")
    then = timezone.localtime(timezone.now() + timedelta(days=2))
    moment = {"publish_at_0": then.date().isoformat(), "publish_at_1": "09:00"}
    past = publish(curator_client, version, publish_at_0="2020-01-01", publish_at_1="09:00")
    assert past.status_code == 422 and "has passed" in past.content.decode() and "2020-01-01" in past.content.decode()
    assert publish(curator_client, version, **moment).status_code == 302
    assert versions.publish_due(now=timezone.now()) == 0
    assert "From then on" in curator_client.get(reverse("admin:advice_overview")).content.decode()
    assert [one.title for one in queries.steps_for(["en"]) if one.key == step.key] == [step.title]
    with monkeypatch.context() as later:
        later.setattr("advice.tasks.timezone.now", lambda: then + timedelta(days=1))
        publish_versions()
    step.refresh_from_db()
    assert step.title == "From then on" and step.history.first().history_user == curator


def test_its_moment_does_not_count_once_what_people_see_was_changed_or_put_away(curator_client, curator, step, version):
    change(curator_client, version, title="From then on")
    versions.schedule(version, by=curator, at=timezone.now() + timedelta(hours=1))
    change(curator_client, step, caution="Take your time.")
    later = timezone.now() + timedelta(hours=2)
    assert versions.publish_due(now=later) == 0
    assert "does not appear by itself" in curator_client.get(reverse("admin:advice_overview")).content.decode()
    version.refresh_from_db()
    versions.schedule(version, by=curator, at=timezone.now() + timedelta(hours=1))
    operations.retire([Step.objects.get(pk=step.pk)], by=curator, now=timezone.now())
    assert versions.publish_due(now=later) == 0


def test_it_is_thrown_away_and_people_see_what_they_saw(curator_client, step, version):
    change(curator_client, version, title="Not this")
    assert curator_client.post(address("drop", version)).url == reverse("admin:advice_step_change", args=[step.pk])
    assert not Step.everything.versions().exists()
    title = step.title
    step.refresh_from_db()
    assert step.title == title


def test_the_preview_shows_the_new_version_on_its_page_and_the_other_on_its_own(curator_client, step, version):
    change(curator_client, version, title="In the new version")
    shown = reverse("admin:recovery_shown")
    scene = {"as-page": "step", "as-stage": "interview", "as-days_late": 0, "as-noes": 1, "as-theme": "light"}
    scene |= {"as-with_drafts": "on"}
    assert "In the new version" in curator_client.get(shown, {"id": version.pk, **scene}).content.decode()
    assert "In the new version" not in curator_client.get(shown, {"id": step.pk, **scene}).content.decode()
    typed = fields_of(curator_client.get(reverse("admin:advice_step_change", args=[version.pk])))
    typed |= {"title": "Typed just now", "prompts-0-label": "Typed as well?"}
    page = curator_client.post(f"{shown}?id={version.pk}", typed | scene).content.decode()
    assert "Typed just now" in page and "Typed as well?" in page
    as_list = scene | {"as-page": "list"}
    assert "In the new version" in curator_client.get(shown, as_list).content.decode()
    step.refresh_from_db()
    version.refresh_from_db()
    assert (step.title != "In the new version", version.title) == (True, "In the new version")


def test_the_mail_of_a_new_version_is_shown_from_its_own_page(curator_client, curator, loaded):
    version = versions.begin(NudgeText.objects.get(rule="next_morning"), by=curator)
    change(curator_client, version, subject="A quiet morning")
    page = curator_client.get(reverse("admin:advice_nudgetext_preview"), {"id": version.pk})
    assert "A quiet morning" in page.content.decode()


@pytest.mark.parametrize("model", [Article, Letter, NudgeText, Source])
def test_every_kind_can_have_one_beside_it(curator_client, curator, loaded, model):
    row = model.objects.first()
    version = versions.begin(row, by=curator)
    page = curator_client.get(reverse(f"admin:advice_{model._meta.model_name}_change", args=[version.pk]))
    assert page.status_code == 200
    assert publish(curator_client, version).status_code == 302
    assert not versions.would_change(versions.begin(row, by=curator))


def test_a_version_that_could_not_stand_there_is_refused_beside_what_is_wrong(curator_client, curator, loaded):
    one, other = Article.objects.all()[:2]
    version = versions.begin(one, by=curator)
    answer = change(curator_client, version, slug=other.slug)
    assert answer.status_code == 200 and "has this address" in answer.content.decode()
    assert change(curator_client, version, slug="free-so-far").status_code == 302
    Article.objects.filter(pk=other.pk).update(slug="free-so-far")
    version.refresh_from_db()
    with pytest.raises(ValidationError):
        versions.publish(version, by=curator)
    assert publish(curator_client, version).status_code == 422
    versions.schedule(version, by=curator, at=timezone.now() - timedelta(hours=1))
    assert versions.publish_due(now=timezone.now()) == 0
    assert "does not appear by itself" in curator_client.get(reverse("admin:advice_overview")).content.decode()


def test_two_rows_with_one_key_or_address_are_still_refused(curator_client, loaded):
    data = fields_of(curator_client.get(reverse("admin:advice_reframe_add")))
    data |= {"key": "always_me", "thought": "x", "reframe": "x", "question": "x", "language": "en", "state": "draft"}
    answer = curator_client.post(reverse("admin:advice_reframe_add"), data)
    assert answer.status_code == 200 and "key is taken" in answer.content.decode()
    one, other = Article.objects.all()[:2]
    answer = change(curator_client, one, slug=other.slug)
    assert answer.status_code == 200 and "has this address" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(key=Source.objects.first().key, grade="A", seen="full", cite="x", url="x")
    with pytest.raises(ValidationError, match="taken"):
        Source(key=Source.objects.first().key, grade="A", seen="full", cite="x", url="x").full_clean()


def test_of_what_nobody_sees_there_is_no_new_version(curator_client, step):
    Step.objects.filter(pk=step.pk).update(state="draft")
    page = curator_client.get(reverse("admin:advice_step_change", args=[step.pk])).content.decode()
    assert address("begin", step) not in page
    assert curator_client.post(address("begin", step), follow=True).status_code == 200
    assert not Step.everything.versions().exists()


def test_what_appears_only_later_is_edited_itself_and_no_new_version_shows_it_early(curator_client, curator, step):
    moment = timezone.now() + timedelta(days=7)
    Step.objects.filter(pk=step.pk).update(publish_at=moment)
    page = curator_client.get(reverse("admin:advice_step_change", args=[step.pk])).content.decode()
    assert address("begin", step) not in page and "at once" not in page
    curator_client.post(address("begin", step))
    assert not Step.everything.versions()

    Step.objects.filter(pk=step.pk).update(publish_at=None)
    version = versions.begin(step, by=curator)
    versions.schedule(version, by=curator, at=timezone.now() - timedelta(minutes=1))
    Step.objects.filter(pk=step.pk).update(publish_at=moment)
    assert versions.publish_due(now=timezone.now()) == 0
    assert Step.objects.get(pk=step.pk).publish_at == moment


def test_only_curators_write_publish_or_throw_away(ada_client, step, version):
    for name, row in (("begin", step), ("publish", version), ("drop", version)):
        assert ada_client.post(address(name, row)).status_code in (302, 403)
    assert Step.everything.versions().get() == version


def test_a_professional_review_is_not_taken_along_and_dates_can_be_kept(curator, loaded):
    article = Article.objects.get(key="low_weeks")
    today = timezone.localdate()
    article.reviewed_by, article.reviewed_on, article.review_by = "Dr. Who", today, today
    article.save()
    version = versions.begin(article, by=curator)
    assert (version.reviewed_by, version.reviewed_on, version.review_by) == ("", None, today)
    assert json.loads(json.dumps(version.began_from)) == versions.said(article)
    assert {change.field for change in versions.would_change(version)} == {"reviewed_by", "reviewed_on"}
