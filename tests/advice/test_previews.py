"""*Preview as*: a curator sees a step, and a whole recovery, as a person would, and nothing of it is kept."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from advice.models import Step, StepRule
from applications.models import JobApplication
from recovery.models import Recovery
from tests.advice.desk import fields_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def shown(client, step=None, *, typed=None, **scene):
    """The page in the frame."""
    usual = {"page": "step" if step else "list", "stage": "interview", "days_late": "0", "noes": "1", "theme": "light"}
    data = {f"as-{name}": value for name, value in {**usual, **scene}.items()}
    address = reverse("admin:recovery_shown") + (f"?id={step.pk}" if step and typed else "")
    if typed:
        return client.post(address, typed | data)
    return client.get(address, data | ({"id": step.pk} if step else {}))


def test_a_draft_is_shown_as_a_person_would_see_it_and_no_row_remains(curator_client, curator, loaded):
    Step.objects.filter(key="self_review").update(state="draft")
    step = Step.objects.get(key="self_review")
    before = step.history.count()
    page = shown(curator_client, step, stage="final_round", theme="dark").content.decode()
    assert re.search(r"<h1>\s*" + re.escape(step.title), page)
    assert '<meta name="color-scheme" content="dark">' in page and "Northwind" in page
    assert not JobApplication.objects.exists() and not Recovery.objects.exists()
    assert list(User.objects.all()) == [curator]
    step.refresh_from_db()
    assert (step.state, step.history.count()) == ("draft", before)


def test_a_whole_recovery_is_shown_page_by_page(curator_client, loaded):
    outer = curator_client.get(reverse("admin:advice_step_preview"))
    pages = dict(outer.context["form"].fields["page"].choices)
    assert {"first", "list", "gracious_reply"} <= set(pages)
    assert "Start now" in shown(curator_client, page="first").content.decode()
    assert pages["explanations_map"] in shown(curator_client, page="list").content.decode()
    assert "Early noes" in shown(curator_client, page="list", stage="applied").content.decode()


def test_what_is_written_but_not_saved_is_shown(curator_client, loaded):
    step = Step.objects.get(key="explanations_map")
    typed = fields_of(curator_client.get(reverse("admin:advice_step_change", args=[step.pk])))
    typed |= {"title": "A better name", "prompts-0-label": "What came to mind first?"}
    outer = curator_client.post(reverse("admin:advice_step_preview") + f"?id={step.pk}", typed)
    assert "A better name" in outer.content.decode()
    page = shown(curator_client, step, typed=typed).content.decode()
    assert "A better name" in page and "What came to mind first?" in page
    step.refresh_from_db()
    assert step.title != "A better name"
    wrong = shown(curator_client, step, typed=typed | {"title": "", "prompts-0-label": ""})
    assert wrong.status_code == 422
    problems = wrong.content.decode()
    assert "Title: Please fill this in." in problems and "Question: Please fill this in." in problems


def test_a_step_that_is_new_can_be_looked_at_before_it_is_saved(curator_client, loaded):
    typed = fields_of(curator_client.get(reverse("admin:advice_step_add")))
    typed |= {"key": "a_walk", "title": "A short walk", "order": "40", "why": "Air.", "grade": "D", "minutes": "20"}
    typed |= {"day_offset": "0", "language": "en", "state": "draft", "as-page": "step", "as-stage": "interview"}
    typed |= {"as-days_late": "0", "as-noes": "1", "as-theme": "light"}
    page = curator_client.post(reverse("admin:recovery_shown"), typed).content.decode()
    assert "A short walk" in page and "would not be shown" in page
    assert not Step.objects.filter(key="a_walk").exists()


def test_an_answer_shows_what_it_calls_for(curator_client, loaded):
    step = Step.objects.get(key="explanations_map")
    assert "Other ways to look at it" not in shown(curator_client, step).content.decode()
    assert "Other ways to look at it" in shown(curator_client, step, answer_leaning="me").content.decode()


def test_where_no_rule_shows_the_step_the_preview_says_so(curator_client, loaded):
    step = Step.objects.get(key="gracious_reply")
    StepRule.objects.filter(step=step, stage="interview").delete()
    assert "would not be shown" in shown(curator_client, step).content.decode()
    assert "would not be shown" not in shown(curator_client, step, stage="final_round").content.decode()


def test_the_frame_is_for_the_desk_alone_and_runs_nothing(curator_client, client, loaded):
    outer = curator_client.get(reverse("admin:advice_step_preview")).content.decode()
    assert 'sandbox="allow-same-origin"' in outer
    frame = shown(curator_client)
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    staff = Client()
    staff.force_login(make_user(email="staff@example.org", is_staff=True))
    for name in ("admin:advice_step_preview", "admin:recovery_shown"):
        assert staff.get(reverse(name)).status_code == 403
        assert client.get(reverse(name)).status_code == 302


def test_a_step_s_form_holds_all_that_its_rows_need_to_be_saved(curator_client, loaded):
    step = Step.objects.get(key="explanations_map")
    page = curator_client.get(reverse("admin:advice_step_change", args=[step.pk])).content.decode()
    for part in ("rules", "prompts", "variants", "conditions"):
        assert f'name="{part}-TOTAL_FORMS"' in page
