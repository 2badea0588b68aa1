"""A person's own copy, and what letters may know."""

import json
from datetime import date, timedelta

import pytest
from django.http import Http404

from accounts.exports import parts
from advice.fields import values_for
from applications import operations
from tests.factories import make_application, make_interview


def test_the_copy_holds_everything_and_nothing_of_others(ada, bob, application, now):
    operations.edit_application(application, now=now, notes="My notes", posting_text="Their words")
    make_interview(application, now=now, topic="Systems")
    operations.record_outcome(application, kind="rejected", decided_on=now.date(), now=now, reason="Budget")
    operations.add_contact(ada, name="Grace", company="Navy", applications=[application])
    make_application(bob, now=now, company="Secret Ltd")

    text = json.dumps(parts()["applications"](ada))

    for words in ("Initech", "My notes", "Their words", "Systems", "Budget", "Grace", "Navy", "interview_scheduled"):
        assert words in text
    assert "Secret Ltd" not in text


def test_a_letter_knows_the_application(ada, application, now):
    make_interview(
        application, now=now, starts_at=now - timedelta(days=2), topic="Systems", hear_back_by=date(2026, 12, 1)
    )
    make_interview(application, now=now, location="Main street")
    operations.add_contact(ada, name="Grace", applications=[application], job_title="Recruiter")

    values = values_for(ada, {"application": str(application.pk)})

    known = {"company": "Initech", "role": "Engineer", "contact_name": "Grace", "interview_topic": "Systems"}
    known |= {"interview_date": "16 November", "promised_date": "1 December", "interview_place": "Main street"}
    known |= {"interview_when": "Thursday 19 November, 10:00", "recruiter_name": "Grace", "full_name": "Ada Lovelace"}
    assert known.items() <= values.items()


@pytest.mark.parametrize("number", ["999999", "x", "-1", "9" * 30, "²"])
def test_a_letter_about_what_is_not_there_is_not_there(ada, number):
    with pytest.raises(Http404):
        values_for(ada, {"application": number})


def test_a_letter_tells_nothing_of_a_strangers_application(bob, application):
    with pytest.raises(Http404):
        values_for(bob, {"application": str(application.pk)})
    assert "company" not in values_for(bob, {})
