"""Loading and dumping content packs."""

import copy
import datetime
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import timezone

from advice import content, vocabulary
from advice.models import Article, Letter, NudgeText, Prompt, Reframe, Source, Step, StepRule, SupportService

pytestmark = pytest.mark.django_db


def without_empties(value):
    """A value as the pack means it: leaving something out, False and nothing are the same (a default may be False)."""
    if isinstance(value, dict):
        pairs = {key: without_empties(item) for key, item in value.items()}
        return {key: item for key, item in pairs.items() if item not in ("", [], {}, None) and item is not False}
    if isinstance(value, list):
        return [without_empties(item) for item in value]
    return value.strip() if isinstance(value, str) else value


def as_meant(pack):
    pack = copy.deepcopy(pack)
    for section, entries in pack.items():
        if section in ("pack", "enums"):
            continue
        for entry in entries:
            for links in ("sources", "articles"):
                entry[links] = sorted(entry.get(links, []))
            if isinstance(entry.get("note"), dict):
                entry["note"] = "\n".join(
                    f"{name}: {', '.join(note) if isinstance(note, list) else note}"
                    for name, note in entry["note"].items()
                )
    return without_empties(pack)


def entry_of(pack, section, key):
    return next(entry for entry in pack[section] if entry.get("key", entry.get("rule")) == key)


def test_the_shipped_pack_brings_all_its_rows(loaded):
    assert Step.objects.published().count() == 12
    assert Prompt.objects.count() == 69
    assert (Article.objects.count(), Letter.objects.count(), NudgeText.objects.count()) == (17, 17, 18)
    assert (Source.objects.count(), Reframe.objects.count()) == (112, 12)
    assert SupportService.objects.exclude(phone="").count() == 0


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-12-01", "2026-12-01T00:00:00+01:00"),
        ("'2026-12-01'", "2026-12-01T00:00:00+01:00"),
        ("2026-12-01 09:30:00", "2026-12-01T09:30:00+01:00"),
        ("2026-12-01T09:30:00+00:00", "2026-12-01T09:30:00+00:00"),
    ],
)
def test_a_day_from_which_a_text_is_shown_is_its_first_moment_where_it_is_brought_in(db, now, written, moment):
    text = (
        f"pack: {{language: en}}\nreframes:\n- {{key: x, thought: t, reframe: r, question: q, publish_at: {written}}}"
    )
    with timezone.override("Europe/Berlin"):
        content.load(content.parse(text), now=now)
    assert Reframe.objects.get().publish_at == datetime.datetime.fromisoformat(moment)


def test_a_dump_says_what_the_pack_said(loaded):
    dumped = as_meant(content.dump("en"))
    meant = as_meant(loaded)
    assert list(dumped) == list(meant) or set(dumped) == set(meant)
    for section in meant:
        assert dumped[section] == meant[section], section


def test_a_dump_survives_its_way_through_a_file(loaded, tmp_path):
    file = tmp_path / "pack.yaml"
    file.write_text(content.as_yaml(content.dump("en")), encoding="utf-8")
    assert content.read(file) == content.dump("en")


def test_loading_twice_writes_nothing(loaded, now, django_assert_max_num_queries, django_assert_num_queries):
    history = Step.history.count()
    with django_assert_max_num_queries(40) as queries:
        report = content.load(loaded, now=now)
    assert not report.has_changes and report.left_alone == []
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert Step.history.count() == history


def size_of(pack):
    return sum(len(entries) for entries in pack.values() if isinstance(entries, list))


def test_loading_a_dump_changes_nothing(loaded, now):
    report = content.load(content.dump("en"), now=now)
    assert not report.has_changes
    assert report.unchanged == size_of(loaded)


def test_what_a_curator_changed_is_never_overwritten(loaded, now):
    Article.objects.filter(key="first_24_hours").update(body="My own words.")
    changed = copy.deepcopy(loaded)
    entry_of(changed, "articles", "first_24_hours")["body"] = "New words of the pack."
    report = content.load(changed, now=now)
    assert report.left_alone == ["articles/first_24_hours"]
    assert Article.objects.get(key="first_24_hours").body == "My own words."


def test_a_curators_change_survives_a_dump_and_two_loads(loaded, now):
    Article.objects.filter(key="first_24_hours").update(body="My own words.")
    content.load(content.dump("en"), now=now)
    report = content.load(loaded, now=now)
    assert report.left_alone == ["articles/first_24_hours"]
    assert Article.objects.get(key="first_24_hours").body == "My own words."


@pytest.mark.parametrize(
    "edit",
    [
        lambda step: step.prompts.filter(key="keep_answer").update(label="Another question?"),
        lambda step: step.prompts.get(key="my_side").delete(),
        lambda step: step.rules.filter(stage="screening").update(mode="offered"),
        lambda step: step.variants.first().delete(),
        lambda step: step.conditions.create(effect="hide", test="has_contact"),
        lambda step: step.sources.remove(step.sources.first()),
        lambda step: step.articles.clear(),
    ],
)
def test_a_step_counts_as_changed_when_a_part_of_it_was(loaded, now, edit):
    edit(Step.objects.get(key="self_review"))
    changed = copy.deepcopy(loaded)
    entry_of(changed, "steps", "self_review")["title"] = "Something else"
    assert content.load(changed, now=now).left_alone == ["steps/self_review"]
    assert Step.objects.get(key="self_review").title == "Your own debrief"


def test_what_nobody_changed_follows_the_pack(loaded, now):
    changed = copy.deepcopy(loaded)
    entry = entry_of(changed, "steps", "self_review")
    entry["title"] = "A new title"
    entry["prompts"] = [p for p in entry["prompts"] if p["key"] != "my_side"]
    entry["prompts"][0]["label"] = "A new question?"
    entry["stages_offered"] = []
    report = content.load(changed, now=now)
    assert report.updated == ["steps/self_review"]
    step = Step.objects.get(key="self_review")
    assert step.title == "A new title"
    assert step.prompts.first().label == "A new question?"
    assert not step.prompts.filter(key="my_side").exists()
    assert not step.rules.filter(mode=StepRule.Mode.OFFERED).exists()
    assert not content.load(changed, now=now).has_changes


def test_a_part_keeps_its_row_so_that_its_history_goes_on(loaded, now):
    before = Prompt.objects.get(step__key="self_review", key="keep_answer")
    changed = copy.deepcopy(loaded)
    entry_of(changed, "steps", "self_review")["prompts"][0]["label"] = "A new question?"
    content.load(changed, now=now)
    assert Prompt.objects.get(pk=before.pk).label == "A new question?"
    assert before.history.count() == 2


def test_what_leaves_the_pack_is_retired_and_comes_back_with_it(loaded, now):
    smaller = copy.deepcopy(loaded)
    smaller["reframes"] = [entry for entry in smaller["reframes"] if entry["key"] != "always_me"]
    assert content.load(smaller, now=now).retired == ["reframes/always_me"]
    assert not Reframe.objects.published().filter(key="always_me").exists()
    assert content.load(smaller, now=now).retired == []
    assert content.load(loaded, now=now).updated == ["reframes/always_me"]
    assert Reframe.objects.published().filter(key="always_me").exists()


def test_what_a_curator_made_or_retired_stays_as_it_is(loaded, now):
    Reframe.objects.create(key="ours", thought="t", reframe="r", question="q", state="published")
    Reframe.objects.filter(key="always_me").update(retired_at=now)
    assert not content.load(loaded, now=now).has_changes
    assert Reframe.objects.get(key="ours").retired_at is None
    assert Reframe.objects.get(key="always_me").retired_at == now


def test_a_state_that_a_curator_chose_is_kept(loaded, now):
    Article.objects.filter(key="low_weeks").update(state="review")
    changed = copy.deepcopy(loaded)
    entry_of(changed, "articles", "low_weeks")["title"] = "Low weeks, again"
    content.load(changed, now=now)
    article = Article.objects.get(key="low_weeks")
    assert (article.title, article.state) == ("Low weeks, again", "review")
    assert entry_of(content.dump("en"), "articles", "low_weeks")["state"] == "review"


def test_a_review_does_not_outlive_the_text_it_was_about(loaded, now):
    Article.objects.filter(key="low_weeks").update(reviewed_by="Dr. Who", reviewed_on=datetime.date(2026, 11, 1))
    content.load(loaded, now=now)
    assert not Article.objects.get(key="low_weeks").needs_professional_review
    changed = copy.deepcopy(loaded)
    entry_of(changed, "articles", "low_weeks")["body"] = "Other words."
    content.load(changed, now=now)
    assert Article.objects.get(key="low_weeks").needs_professional_review


def test_a_pack_in_another_language_shares_the_sources_and_leaves_the_rest(loaded, now):
    german = {
        "pack": {"language": "de"},
        "reframes": [copy.deepcopy(loaded["reframes"][0]) | {"thought": "Nicht gut genug."}],
    }
    report = content.load(german, now=now)
    assert (report.created, report.retired) == (["reframes/not_good_enough"], [])
    assert Reframe.objects.filter(key="not_good_enough").count() == 2
    assert content.dump("de")["reframes"][0]["sources"] == ["huffcutt2013"]


def test_every_loaded_row_has_one_line_of_history_with_its_links(loaded):
    step = Step.objects.get(key="write_it_out")
    (line,) = step.history.all()
    assert line.history_type == "+" and line.history_change_reason == "content pack"
    assert line.sources.count() == step.sources.count() == 5


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda p: p["steps"][0].update(colour="red"), "steps/get_the_facts: nobody reads “colour”"),
        (lambda p: p["steps"].append(p["steps"][0]), "stands twice"),
        (
            lambda p: p["reframes"][0].update(sources=["nobody"]),
            "reframes/not_good_enough: there is no “nobody” among the sources",
        ),
        (lambda p: p["letters"][0].update(body="{{ compny }}"), "letters/thank_you_after_interview: body"),
        (
            lambda p: p["steps"][1]["prompts"][0].update(input="telepathy"),
            "steps/pause_and_name: prompt feeling_words: input",
        ),
        (lambda p: p["steps"][1]["conditions"][0].update(days="two"), "steps/pause_and_name"),
        (lambda p: p["steps"][1]["conditions"][0].update(hide_if="it_rains"), "steps/pause_and_name"),
        (lambda p: p.update(songs=[]), "songs is a section that nobody reads"),
        (lambda p: p["pack"].pop("language"), "in which language"),
        (lambda p: p["enums"]["budget_minutes"].update(offer=600), "budget_minutes"),
    ],
)
def test_a_pack_with_a_fault_is_refused_as_a_whole_and_named(pack, now, spoil, said):
    spoil(pack)
    with pytest.raises(content.PackError, match=said):
        content.load(pack, now=now)
    assert Source.objects.count() == 0


def test_the_programs_lists_are_those_of_the_pack(pack):
    assert vocabulary.as_enums() == pack["enums"]


def test_the_pack_speaks_of_nothing_outside_the_project():
    text = (content.PACKS / "en.yaml").read_text(encoding="utf-8")
    assert "../" not in text and "shared/" not in text


def test_every_stage_stays_within_its_budget(loaded):
    for stage, budget in vocabulary.BUDGET_MINUTES.items():
        rules = StepRule.objects.filter(stage=stage, mode="on").select_related("step")
        assert sum(rule.minutes or rule.step.minutes for rule in rules) <= budget, stage


def test_the_command_loads_and_says_what_it_left_alone(db, pack):
    first, second = StringIO(), StringIO()
    call_command("content", "load", stdout=first)
    assert f"{size_of(pack)} new" in first.getvalue()
    Letter.objects.filter(key="reconnect").update(title="Mine")
    call_command("content", "load", stdout=second)
    assert "Left alone, since a curator changed them: letters/reconnect" in second.getvalue()


def test_the_command_writes_a_pack_that_it_can_read(loaded, tmp_path):
    file = tmp_path / "out.yaml"
    call_command("content", "dump", "--file", str(file), stdout=StringIO())
    assert len(yaml.safe_load(file.read_text())["steps"]) == 12
    out = StringIO()
    call_command("content", "load", "--file", str(file), stdout=out)
    assert "0 new, 0 updated, 0 retired" in out.getvalue()


def test_the_command_answers_a_wrong_file_with_a_sentence(db, tmp_path):
    (tmp_path / "list.yaml").write_text("- 1")
    with pytest.raises(CommandError, match="not a content pack"):
        call_command("content", "load", "--file", str(tmp_path / "list.yaml"))
    with pytest.raises(CommandError, match="Cannot read the pack"):
        call_command("content", "load", "--file", str(tmp_path / "nothing.yaml"))
