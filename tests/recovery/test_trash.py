"""A recovery whose application lies in the trash is nowhere to be seen until it is restored."""

import pytest

from applications import operations as applications
from recovery import operations


@pytest.fixture
def begun(opened):
    """A recovery in which something was done."""
    return opened("self_review")


def trash(recovery, now):
    first = recovery.entries.get(began_it=True).application
    applications.trash_many(first.user, [first.pk], now=now)
    return first


def test_no_page_leads_to_it_until_it_is_restored(ada, begun, recovery, ada_client, clock):
    pages = [recovery.get_absolute_url(), begun.get_absolute_url()]
    first = trash(recovery, clock.moment)

    assert "Initech" not in ada_client.get("/recovery/").content.decode()
    assert [ada_client.get(page).status_code for page in pages] == [404, 404]

    applications.restore_many(ada, [first.pk], now=clock.moment)
    assert "Initech" in ada_client.get("/recovery/").content.decode()
    assert [ada_client.get(page).status_code for page in pages] == [200, 200]


def test_a_closed_one_is_named_after_the_no_that_is_still_there(begun, recovery, say_no, ada_client, clock):
    say_no("interview", company="Hooli")
    operations.close(recovery, now=clock.moment)
    trash(recovery, clock.moment)

    for page in ("/recovery/", recovery.get_absolute_url(), begun.get_absolute_url()):
        answer = ada_client.get(page)
        assert answer.status_code == 200, page
        assert "Initech" not in answer.content.decode(), page
    assert "Hooli" in ada_client.get("/recovery/").content.decode()
