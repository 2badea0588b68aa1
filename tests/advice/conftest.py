import pytest
from django.test import Client

from accounts.models import User
from advice import content, operations
from tests.factories import make_user
from tests.pack import pack as copied  # noqa: F401


@pytest.fixture
def pack() -> dict:
    return content.read()


@pytest.fixture
def loaded(copied, pack) -> dict:  # noqa: F811
    """The pack that ships with the project, in the database."""
    return pack


@pytest.fixture
def curator(db) -> User:
    """Someone who writes advice: staff, in the Curators group, and nothing more."""
    person = make_user(email="cleo@example.org", name="Cleo", is_staff=True)
    person.groups.add(operations.ensure_curators_group())
    return person


@pytest.fixture
def curator_client(curator) -> Client:
    client = Client()
    client.force_login(curator)
    return client
