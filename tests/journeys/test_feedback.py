"""One question to one employer, from deciding to a letter of thanks; and the ends without an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery.models import FeedbackRequest, Recovery
from tests.factories import make_achievement, make_application, make_interview, make_outcome
from tests.keys import Keys

ANSWER = "More depth on indexes, and shorter answers. You seem young."
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def no(walker, ada):
    """After an interview at Hooli, with a card of her own that fits the role."""

    def came(company="Hooli"):
        now = timezone.now()
        application = make_application(ada, company=company, stage="interview", now=now - timedelta(days=20))
        make_interview(application, now=now, starts_at=now - timedelta(days=9), topic="compilers")
        make_outcome(application, now=now, no_kind="personal_mail")
        return application

    return came


@pytest.fixture
def state():
    return lambda application: FeedbackRequest.objects.get(application=application).state


def test_from_deciding_to_ask_to_a_letter_of_thanks(walker, no, ada, clock, stop, state):
    page, main = walker, walker.locator("main")
    card = make_achievement(ada, title="The quiet migration", tags=["engineer"], now=timezone.now())
    application = no()

    def press(name):
        main.get_by_role("button", name=name, exact=True).click()

    # Deciding: a pause is fine, and so is yes.
    page.goto(application.get_absolute_url())
    main.get_by_role("link", name="One question to them").click()
    stop(page, "deciding")
    press("In two days")
    expect(main).to_contain_text("Put off until")
    stop(page, "put-off")
    press("Yes, one question")

    # The letter of the stage, with one question, marked as sent.
    stop(page, "wanted")
    main.get_by_role("link", name="One question after an interview").click()
    stop(page, "letter")
    main.get_by_label("Name of the person you write to").fill("Grace Hopper")
    press("Mark as sent")
    expect(page.locator("#messages")).to_contain_text("Noted as sent")
    stop(page, "sent")
    assert state(application) == "asked"

    # Nothing comes: one follow-up, and not two.
    clock.move(days=9)
    page.goto(f"/recovery/for/{application.pk}/feedback/")
    stop(page, "waiting")
    press("I followed up")
    expect(main).to_contain_text("The app stops asking now.")
    expect(main.get_by_role("button", name="I followed up")).to_have_count(0)
    stop(page, "followed-up")

    # An answer: something to stand on comes before it, then two reasons at most, and a line for next time.
    answer = main.get_by_role("region", name="If an answer comes")
    expect(answer).to_contain_text(str(card))
    expect(answer.get_by_role("link", name="What you stand on")).to_be_visible()
    expect(answer.get_by_label("What they wrote or said")).to_be_hidden()
    main.get_by_text("Put the answer here").click()
    stop(page, "answer")
    main.get_by_label("What they wrote or said").fill(ANSWER)
    for number in range(3):
        main.locator("[name=codes]").nth(number).check()
    page.wait_for_load_state()
    press("Keep it")
    expect(main).to_contain_text("Please choose at most two.")
    expect(main.get_by_label("What they wrote or said")).to_have_value(ANSWER)
    stop(page, "three-reasons")
    main.locator("[name=codes]").nth(2).uncheck()
    main.get_by_label("Next time I will").fill("Draw the index before I explain it")
    main.get_by_label("Bring this line up before other interviews").check()
    main.get_by_label("The wording worries me").check()
    press("Keep it")
    expect(main).to_contain_text("A local employment-rights service can tell you what it means.")
    expect(main.get_by_text("More depth on indexes")).to_be_hidden()
    stop(page, "received")
    assert state(application) == "received"
    assert ada.lessons.get().text == "Draw the index before I explain it"

    # And a letter of thanks.
    main.get_by_role("link", name="Thanks for an answer").click()
    stop(page, "thanks")
    main.get_by_label("Name of the person you write to").fill("Grace Hopper")
    main.get_by_label("What you are working on").fill("indexes")
    press("Mark as sent")
    expect(page.locator("#messages")).to_contain_text("Noted as sent")
    page.goto(f"/recovery/for/{application.pk}/feedback/")
    expect(main.get_by_role("link", name="Thanks for an answer")).to_have_count(0)
    expect(main.get_by_label("Where it stands")).to_contain_text("Thanked on")
    stop(page, "after-thanks")


@pytest.mark.parametrize(
    ("button", "end", "words"),
    [("They prefer not to say", "refused", "They prefer not to say"), ("Let it rest", "no_answer", "No answer")],
)
def test_an_end_without_an_answer(walker, no, stop, state, button, end, words):
    page, main = walker, walker.locator("main")
    application = no()
    page.goto(f"/recovery/for/{application.pk}/feedback/")
    main.get_by_text("I have sent it").click()
    main.get_by_role("button", name="Mark as sent").click()
    expect(main).to_contain_text("Asked on")
    main.get_by_role("button", name=button, exact=True).click()
    expect(main.get_by_label("Where it stands")).to_contain_text(words)
    expect(main.get_by_role("heading", name="If an answer comes after all")).to_be_visible()
    stop(page, end)
    assert state(application) == end

    main.get_by_role("button", name="Wait on after all", exact=True).click()
    expect(main.get_by_role("button", name="I followed up")).to_be_visible()
    assert state(application) == "asked"


def test_deciding_not_to_ask(walker, no, stop, state):
    page, main = walker, walker.locator("main")
    application = no()
    page.goto(f"/recovery/for/{application.pk}/feedback/")
    main.get_by_role("button", name="No", exact=True).click()
    expect(main).to_contain_text("You would rather not ask.")
    stop(page, "not-asking")
    assert state(application) == "declined_by_me"
    assert Recovery.objects.open().exists()


def test_all_of_it_without_a_mouse(walker, no, state):
    page, main, keys = walker, walker.locator("main"), Keys(walker)
    application = no()

    def press(name):
        keys.past_the_navigation()
        keys.enter(main.get_by_role("button", name=name, exact=True))

    def unfold(words):
        keys.past_the_navigation()
        keys.enter(main.locator("summary", has_text=words))

    page.goto(f"/recovery/for/{application.pk}/feedback/")
    press("Yes, one question")
    expect(main.get_by_role("link", name="One question after an interview")).to_be_visible()
    press("Mark as sent")
    expect(main).to_contain_text("Asked on")
    press("They prefer not to say")
    expect(main).to_contain_text("If an answer comes after all")
    press("Wait on after all")
    expect(main.get_by_role("button", name="I followed up")).to_be_visible()
    unfold("Put the answer here")
    keys.write(main.get_by_label("What they wrote or said"), ANSWER)
    keys.tick(main.locator("[name=codes]").first)
    keys.write(main.get_by_label("Next time I will"), "Draw the index")
    keys.enter(main.get_by_role("button", name="Keep it", exact=True))
    expect(main).to_contain_text("What came back")
    assert state(application) == "received"
