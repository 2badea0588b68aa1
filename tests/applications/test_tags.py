"""Words of one's own on one application: set where it is added, edited and looked at."""

import pytest

from applications import operations
from applications.models import Tag
from tests.applications.conftest import HTMX
from tests.factories import make_application


def names(application):
    return sorted(tag.name for tag in application.tags.all())


def test_they_come_with_a_new_application_ticked_or_typed(ada, ada_client, now):
    make_application(ada, now=now, tags=["Known"])
    page = ada_client.get("/applications/new/").content.decode()
    assert 'name="tags" value="Known"' in page and 'name="new_tags"' in page

    typed = {"company": "Hooli", "role": "Nurse", "tags": ["Known"], "new_tags": "Far away,  known , Remote"}
    ada_client.post("/applications/new/", typed)

    assert names(ada.applications.get(role="Nurse")) == ["Far away", "Known", "Remote"]
    assert ada.tags.count() == 3


def test_they_are_changed_on_the_form_of_an_application(ada, ada_client, now):
    row = make_application(ada, now=now, tags=["Old", "Kept"])
    form = ada_client.get(f"/applications/{row.pk}/edit/").context["form"]
    assert sorted(form["tags"].value()) == ["Kept", "Old"]

    typed = {"company": "Initech", "role": "Engineer", "tags": ["Kept"], "new_tags": "New"}
    ada_client.post(f"/applications/{row.pk}/edit/", typed)

    assert names(row) == ["Kept", "New"]
    assert not ada.tags.filter(name="Old").exists()  # nothing bears it any more


def test_what_was_typed_is_still_there_when_something_else_is_wrong(ada, ada_client, application):
    typed = {"company": "", "role": "Engineer", "tags": ["Ticked"], "new_tags": "One, Two"}
    for address in ("/applications/new/", f"/applications/{application.pk}/edit/"):
        page = ada_client.post(address, typed, headers=HTMX)
        assert page.status_code == 422
        assert 'value="One, Two"' in page.content.decode()
        assert page.context["form"]["tags"].value() == ["Ticked"] and 'value="Ticked"' in page.content.decode()
    assert not Tag.objects.exists()


def test_the_page_of_an_application_shows_them_and_asks_for_others(ada, ada_client, now):
    row = make_application(ada, now=now, tags=["Dream"])
    page = ada_client.get(f"/applications/{row.pk}/").content.decode()
    assert "Dream" in page and f'href="/applications/{row.pk}/tags/" data-dialog' in page
    assert "data-question" in ada_client.get(f"/applications/{row.pk}/tags/").content.decode()

    answer = ada_client.post(f"/applications/{row.pk}/tags/", {"tags": ["Dream"], "new_tags": "Close by"}, headers=HTMX)

    assert answer["HX-Redirect"] == f"/applications/{row.pk}/"
    assert names(row) == ["Close by", "Dream"]
    assert "Initech" in ada_client.get("/applications/?q=close").content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"new_tags": "x" * 51}, {"new_tags": "a\x00b"}, {"new_tags": ",".join(map(str, range(31)))}],
)
def test_more_than_anybody_reads_is_refused(ada, ada_client, application, typed):
    answer = ada_client.post(f"/applications/{application.pk}/tags/", typed)

    assert answer.status_code == 422 and not ada.tags.exists()


def test_commas_of_all_scripts_part_them_and_capitals_do_not(ada, ada_client, application):
    ada_client.post(f"/applications/{application.pk}/tags/", {"new_tags": "東京、大阪, Café; CAFE،سفر,,"})

    assert len(names(application)) == 4


def test_those_that_are_used_most_are_offered_and_the_rest_while_typing(ada, ada_client, now):
    for number in range(30):
        make_application(ada, now=now, role=f"R{number}", tags=[f"Tag {number:02}", "Often"])
    row = ada.applications.get(role="R29")
    page = ada_client.get(f"/applications/{row.pk}/tags/").content.decode()

    assert page.count('name="tags"') == 25  # the one it bears, and 24
    assert 'value="Often" id="tags-tags_1"' in page or "checked" in page
    assert '<datalist id="tag-names"><option' in page


def test_a_tag_forgotten_in_another_tab_is_made_again(ada, ada_client, now):
    row = make_application(ada, now=now, tags=["Dream"])
    operations.untag_many(ada, [row.pk], name="Dream", now=now)

    ada_client.post(f"/applications/{row.pk}/tags/", {"tags": ["Dream"]})
    assert names(row) == ["Dream"]


def test_what_another_tab_has_put_on_or_taken_off_meanwhile_stays_so(ada, ada_client, now):
    row = make_application(ada, now=now, tags=["Dream", "Old"])
    assert ada_client.get(f"/applications/{row.pk}/tags/").content.decode().count('name="was"') == 2
    operations.set_tags(row, names=["Dream", "Far"], now=now)

    typed = {"was": ["Dream", "Old"], "tags": ["Old"], "new_tags": "dream job, New"}
    ada_client.post(f"/applications/{row.pk}/tags/", typed)
    assert names(row) == ["Far", "New", "dream job"]


def test_a_refused_form_still_knows_what_it_was_opened_with(ada, ada_client, now):
    row = make_application(ada, now=now, tags=["Dream"])

    page = ada_client.post(f"/applications/{row.pk}/tags/", {"was": ["Dream"], "new_tags": "x" * 51}).content.decode()

    assert 'name="was" value="Dream"' in page


def test_a_stranger_finds_no_tags(ada, bob_client, now):
    row = make_application(ada, now=now, tags=["Dream"])

    assert bob_client.get(f"/applications/{row.pk}/tags/").status_code == 404
    assert bob_client.post(f"/applications/{row.pk}/tags/", {"new_tags": "x"}).status_code == 404
    assert "Dream" not in bob_client.get("/applications/new/").content.decode()


def test_a_link_to_one_in_the_trash_offers_the_way_back_to_its_owner_alone(ada_client, bob_client, application, now):
    operations.trash_many(application.user, [application.pk], now=now)
    address = f"/applications/{application.pk}/"

    page = ada_client.get(address)
    assert page.status_code == 404
    assert f'action="/applications/trash/{application.pk}/restore/"' in page.content.decode()
    stranger = bob_client.get(address)
    assert stranger.status_code == 404 and "Engineer" not in stranger.content.decode()
