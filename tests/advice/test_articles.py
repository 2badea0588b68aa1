"""The advice library."""

import datetime

import pytest

from advice.models import Article

pytestmark = pytest.mark.django_db


def test_the_library_is_for_members(client, loaded):
    assert client.get("/advice/").status_code == 302
    assert client.get("/advice/first-24-hours/").status_code == 302


def test_every_article_opens(ada_client, loaded):
    page = ada_client.get("/advice/").content.decode()
    for article in Article.objects.all():
        assert f'href="/advice/{article.slug}/"' in page
        assert ada_client.get(article.get_absolute_url()).status_code == 200


def test_more_articles_cost_no_more_queries(
    ada_client, loaded, django_assert_num_queries, django_assert_max_num_queries
):
    ada_client.get("/advice/")
    with django_assert_max_num_queries(12) as before:
        ada_client.get("/advice/")
    for number in range(10):
        Article.objects.create(key=f"a{number}", slug=f"a{number}", title="More", body="b", state="published")
    with django_assert_num_queries(len(before)):
        ada_client.get("/advice/")


def test_search_finds_and_says_when_it_does_not(ada_client, loaded):
    page = ada_client.get("/advice/", {"q": "REJECTION", "tag": "letters"}).content.decode()
    assert "Answering a rejection e-mail" in page and "The first day" not in page
    assert "Nothing found" in ada_client.get("/advice/", {"q": "zebra"}).content.decode()


def test_a_filter_that_does_not_exist_is_no_error(ada_client, loaded):
    assert ada_client.get("/advice/", {"tag": "nonsense", "stage": "nowhere"}).status_code == 200


def test_drafts_and_retired_articles_are_not_there(ada_client, loaded, now):
    Article.objects.filter(key="ghosted").update(state="review")
    Article.objects.filter(key="low_weeks").update(retired_at=now)
    for key in ("ghosted", "low_weeks"):
        address = Article.objects.get(key=key).get_absolute_url()
        assert ada_client.get(address).status_code == 404
        assert address not in ada_client.get("/advice/").content.decode()


def test_health_text_says_that_nobody_reviewed_it_until_somebody_did(ada_client, loaded):
    line = "not yet been reviewed by a professional"
    article = Article.objects.get(key="low_weeks")
    page = ada_client.get(article.get_absolute_url()).content.decode()
    assert line in page and "not medical advice" in page
    Article.objects.filter(pk=article.pk).update(reviewed_by="Dr. Who, GP", reviewed_on=datetime.date(2026, 11, 1))
    page = ada_client.get(article.get_absolute_url()).content.decode()
    assert line not in page and "Dr. Who, GP" in page


def test_other_text_carries_no_such_line(ada_client, loaded):
    article = Article.objects.get(key="asking_for_feedback")
    assert "reviewed by a professional" not in ada_client.get(article.get_absolute_url()).content.decode()


def test_sources_stand_below_with_what_their_grade_means(ada_client, loaded):
    page = ada_client.get("/advice/first-24-hours/").content.decode()
    assert "Webb, Miles &amp; Sheeran (2012)" in page
    assert "Randomised trials or meta-analyses with other people" in page


def test_a_text_in_another_language_says_so(ada, ada_client, loaded):
    assert "not there in your language" not in ada_client.get("/advice/first-24-hours/").content.decode()
    ada.language = "de"
    ada.save()
    assert "not there in your language" in ada_client.get("/advice/first-24-hours/").content.decode()


def test_curators_words_cannot_run_anything(ada_client, loaded):
    Article.objects.filter(key="ghosted").update(title="<script>x</script>", body="<script>alert(1)</script>")
    page = ada_client.get(Article.objects.get(key="ghosted").get_absolute_url()).content.decode()
    assert "<script>x" not in page and "<script>alert" not in page


def test_the_library_only_reads(ada_client, loaded):
    assert ada_client.post("/advice/").status_code == 405
    assert ada_client.post("/advice/first-24-hours/").status_code == 405


def test_what_the_page_says_of_health_and_law_no_article_says_again(pack, ada_client):
    for article in Article.objects.published():
        page = ada_client.get(article.get_absolute_url()).content.decode().lower()
        assert page.count("not medical advice") == int(article.is_health), article.key
        assert page.count("not legal advice") == int(article.is_legal), article.key
