"""A new page cannot be forgotten: each address is a page that answers as written down, or is named as none."""

from functools import cache

import pytest

from tests.conventions.pages import MAKERS, NOT_A_PAGE, addresses_of_pages, takes_only_posts
from tests.conventions.states import ONE_BUTTON, WRONG, in_place_of_a_page, with_errors

pytestmark = pytest.mark.django_db


def test_every_address_is_a_page_or_excused(world, pages):
    seen = {page.name for page in pages}
    names = {address.name for address in addresses_of_pages()}
    posts = {address.name for address in addresses_of_pages() if takes_only_posts(world, address)}

    assert names - seen - posts == NOT_A_PAGE.keys()
    assert not seen & (posts | NOT_A_PAGE.keys())
    assert names >= MAKERS.keys()


def test_every_form_has_something_wrong_to_send_to_it(world, pages):
    takes_posts, client = set(), cache(world.client)
    for page in pages:
        allowed = client(page.visitor).options(page.url).get("Allow", "")
        takes_posts |= {page.name} if "POST" in allowed else set()

    assert takes_posts - WRONG.keys() == ONE_BUTTON


@pytest.mark.urls("tests.pictures.urls")
def test_every_page_answers_its_visitor(world, pages):
    wrong, client = {}, cache(world.client)
    for page in [*pages, *with_errors(world), *in_place_of_a_page()]:
        response = page.opened(client(page.visitor))
        is_page = response["Content-Type"].startswith("text/html") and "<main" in response.content.decode()
        if response.status_code != page.status or not is_page:
            wrong[str(page)] = response.status_code

    assert wrong == {}
