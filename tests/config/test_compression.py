"""Pages travel compressed, unless somebody elsewhere could have put words into them."""

import gzip

import pytest

from tests.factories import make_application

pytestmark = pytest.mark.django_db

ZIPPED = {"Accept-Encoding": "gzip, deflate, br"}


def encoding(client, path, **headers):
    return client.get(path, headers=ZIPPED | headers).get("Content-Encoding")


def test_a_page_is_compressed_for_those_who_can_read_it(ada_client):
    answer = ada_client.get("/applications/", headers=ZIPPED)
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert b"<h1>" in gzip.decompress(answer.content)
    assert "Content-Encoding" not in ada_client.get("/applications/")


def test_the_length_of_a_page_says_nothing_exact(ada_client):
    lengths = {len(ada_client.get("/support/", headers=ZIPPED).content) for _ in range(30)}
    assert len(lengths) > 3


def test_a_query_from_elsewhere_is_answered_without_compression(ada, ada_client, now):
    make_application(ada, company="Secret Ltd", now=now)
    path = "/applications/?q=Secret"
    assert encoding(ada_client, path) is None
    assert encoding(ada_client, path, **{"Sec-Fetch-Site": "cross-site"}) is None
    assert encoding(ada_client, path, **{"Sec-Fetch-Site": "same-site"}) is None
    assert encoding(ada_client, path, **{"Sec-Fetch-Site": "same-origin"}) == "gzip"
    assert encoding(ada_client, path, **{"Sec-Fetch-Site": "none"}) == "gzip"
