from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advice import markdown, queries
from advice.forms import LibraryForm


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    languages = request.user.curated_languages  # type: ignore[union-attr]
    everything = queries.library(languages)
    form = LibraryForm(request.GET or None, tags=queries.tags(everything))
    wanted = form.cleaned_data if form.is_valid() else {}
    articles = queries.only(
        everything, words=wanted.get("q", ""), tag=wanted.get("tag", ""), stage=wanted.get("stage", "")
    )
    is_search = any(wanted.values())
    return render(request, "advice/articles/index.html", {"form": form, "articles": articles, "is_search": is_search})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    article = queries.article_at(slug, request.user.curated_languages)  # type: ignore[union-attr]
    if article is None:
        raise Http404
    context = {"article": article, "body": markdown.as_html(article.body, article.language)}
    context["sources"] = queries.sources_of(article)
    return render(request, "advice/articles/detail.html", context)
