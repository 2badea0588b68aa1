"""What a recovery leaves behind works later: a card and a lesson at the next interview, an experiment that counts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery.models import Achievement, Experiment, Recovery
from tests.factories import make_application, make_interview, make_outcome
from tests.journeys.hands import finish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINE = "Draw the index before I explain it"


def test_from_a_no_to_the_next_interview(walker, ada, clock, stop):
    page, main, now = walker, walker.locator("main"), timezone.now()
    over = make_application(ada, company="Hooli", stage="interview", now=now - timedelta(days=20))
    make_outcome(over, now=now)
    recovery = Recovery.objects.get()

    def press(name):
        main.get_by_role("button", name=name, exact=True).first.click()

    # A card out of values and wins, and a line out of the debrief.
    page.goto(f"/recovery/{recovery.pk}/steps/values_and_wins/?at=all")
    for part, words in [("situation", "A slow build"), ("action", "I cut the build to a minute"), ("result", "1 min")]:
        main.locator(f"[name$='-{part}']").first.fill(words)
    stop(page, "values")
    press("Keep it as an achievement")
    expect(page.locator("#messages")).to_contain_text("Kept with your achievements.")
    card = Achievement.objects.get()
    page.goto(f"/recovery/{recovery.pk}/steps/self_review/?at=all")
    main.locator("[name=next_time_line]").fill(LINE)
    stop(page, "debrief")
    finish(page)
    page.goto(recovery.get_absolute_url())
    expect(main).to_contain_text(LINE)
    press("Keep it as a lesson")
    stop(page, "kept")

    # Both stand there when the next one is prepared, and the lesson is marked.
    clock.move(days=4)
    following = make_application(ada, company="Sul", stage="interview", now=timezone.now())
    talk = make_interview(following, now=timezone.now())
    page.goto(talk.get_absolute_url())
    expect(main.get_by_role("region", name="What you can tell")).to_contain_text(str(card))
    lesson = main.get_by_role("listitem").filter(has_text=LINE)
    expect(lesson).to_be_visible()
    stop(page, "preparation")
    lesson.locator("summary").click()
    lesson.get_by_role("button", name="It helped").click()
    expect(main.get_by_role("listitem").filter(has_text=LINE)).to_contain_text("helped")
    stop(page, "helped")
    assert ada.lessons.get().helped


def test_an_experiment_counts_by_itself_and_is_looked_at(walker, ada, clock, stop):
    page, main = walker, walker.locator("main")

    def press(name):
        main.get_by_role("button", name=name, exact=True).click()

    page.goto("/recovery/experiments/")
    stop(page, "nothing-yet")
    main.get_by_role("link", name="Try a change").first.click()
    main.get_by_label("The one change").fill("One number in the first line")
    main.get_by_label("On how many applications?").fill("3")
    main.get_by_label("Look again on").fill((ada.local_day(timezone.now()) + timedelta(days=9)).isoformat())
    stop(page, "new")
    press("Begin")
    expect(main).to_contain_text("0 of 3 sent")
    stop(page, "begun")

    clock.move(days=1)
    for company in ("Globex", "Sul", "Nettle", "Initech"):
        now = timezone.now()
        make_application(ada, company=company, stage="applied", applied_on=ada.local_day(now), now=now)
    page.reload()
    expect(main).to_contain_text("3 of 3 sent")
    expect(main).to_contain_text("these numbers say nothing about the change")
    expect(main.get_by_role("link", name="Initech")).to_have_count(0)
    stop(page, "counted")

    clock.move(days=9)
    page.goto("/recovery/experiments/")
    stop(page, "due")
    main.get_by_role("link", name="One number in the first line").click()
    expect(main.get_by_role("heading", name="The look back you planned")).to_be_visible()
    main.get_by_label("What did you learn?").fill("It reads more easily.")
    stop(page, "look")
    press("Keep the change")
    expect(page.locator("#messages")).to_contain_text("It is your way of doing it now.")
    expect(main).to_contain_text("It reads more easily.")
    stop(page, "looked-at")
    assert Experiment.objects.get().ended_as == "kept"
