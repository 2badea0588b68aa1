"""What early noes have in common: counts with their n, nothing out of fewer than five."""

from datetime import date

from recovery import queries
from recovery.patterns import EarlyNo, pattern
from tests.factories import make_application, make_outcome

DAY = date(2026, 11, 18)


def early_no(role="Designer", source="A fair", how="auto_mail", applied_on=DAY, decided_on=DAY):
    return EarlyNo(role, source, how, applied_on, decided_on)


def lines(found, place):
    return [(str(label), count) for label, count in found.groups[place].lines]


def test_fewer_than_five_say_nothing():
    found = pattern([early_no()] * 4)

    assert found.n == 4 and not found.is_enough and not found.groups


def test_titles_and_sources_are_counted_alike_however_they_are_written():
    found = pattern([early_no(role=role) for role in ("UX Designer", "ux designer", "Ux Désigner", "Lead", "", "")])

    assert lines(found, 0) == [("UX Designer", 3), ("not noted", 2), ("Lead", 1)]


def test_what_is_rare_is_counted_together():
    found = pattern([early_no(source=f"Source {n}") for n in range(9)])

    assert len(found.groups[1].lines) == 4 and found.groups[1].others == 5


def test_how_soon_it_came_is_told_in_its_own_order():
    days = [(DAY, DAY), (date(2026, 11, 10), DAY), (date(2026, 9, 1), DAY), (None, DAY), (DAY, date(2026, 11, 1))]
    found = pattern([early_no(applied_on=applied, decided_on=decided) for applied, decided in days])

    told = [("within three days", 1), ("within two weeks", 1), ("after more than two weeks", 1), ("not noted", 2)]
    assert lines(found, 3) == told


def test_the_page_shows_them_over_all_early_noes_and_no_share(say_no, ada, ada_client, clock):
    for number in range(4):
        say_no("applied", company=f"Company {number}", no_kind="auto_mail")
    say_no("interview", company="Later")
    page = queries.open_early_noes(ada).get_absolute_url()
    assert "Nothing can be read out of fewer than five" in ada_client.get(page).content.decode()

    imported = make_application(ada, company="Imported", stage="applied", source="An agency", now=clock.moment)
    make_outcome(imported, now=clock.moment, is_bulk=True, kind="ghosted")

    main = ada_client.get(page).content.decode().split("<main")[1].split("</main")[0]
    for words in ("Counted over the latest 5", "4 of 5", "An agency", "Silence"):
        assert words in main
    assert "%" not in main
