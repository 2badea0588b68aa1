"""The list, and how a person wants to look at it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import listing, operations, queries
from applications.forms import ListForm, LookForm, ManyForm, ViewForm
from applications.models import ListLook
from applications.views.answers import PersonRequest, go, posted, show

LIST = "applications:application-list"


@require_safe
def show_list(request: PersonRequest) -> HttpResponse:
    views = list(request.user.saved_views.all())
    default = next((view for view in views if view.is_default), None)
    if default and not request.GET:
        return redirect(f"{request.path}?{default.query or 'sort=activity'}")
    context = facts_of(request) | {"views": views}
    context["form"].find_view(views)
    answer = show(request, "applications/applications/list.html", "applications/applications/_list.html", context)
    if request.wants_fragment:
        # The bare address means the default view, which is not what a list without filters shows.
        query = context["query"] or (default and "sort=activity")
        answer["HX-Replace-Url"] = f"{request.path}?{query}" if query else request.path
    return answer


def facts_of(request: PersonRequest) -> dict[str, Any]:
    """What the list shows, by the query of the address."""
    now, look = timezone.now(), queries.look_of(request.user)
    tags = list(request.user.tags.all()[: listing.TAGS_OFFERED])
    form = ListForm(request.GET, user=request.user, tags=tags)
    part = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = listing.page_for(request.user, form.wish(), now=now, size=look.page_size, **part)
    here = form.plain_query()
    context = {"form": form, "page": page, "look": look, "tags": tags, "query": here.urlencode()}
    # What is done with some of a page leads back to that page.
    here.update({name: place for name, place in part.items() if place})
    context["here"] = here.urlencode()
    if page.object_list:
        context |= {"many": ManyForm(user=request.user), "heads": heads_of(form, look)}
    else:
        context["has_any"] = request.user.applications.exists()
    return context


SORT_BY_COLUMN = {column: column for column in ("interview", "deadline", "applied_on", "activity", "excitement")}
DOWN = {"applied_on", "activity", "excitement"}


@dataclass(frozen=True)
class Head:
    """What stands above a column: its name, the query that sorts by it, and how it is sorted now."""

    column: str
    label: str
    query: str = ""
    sorted: str = ""


def heads_of(form: ListForm, look: ListLook) -> list[Head]:
    chosen = form.cleaned_data.get("sort") or ("" if form.cleaned_data.get("q") else "activity")
    sorts = {"": "role"} | {column: SORT_BY_COLUMN.get(column, "") for column in look.columns}
    return [head(form, column, sort, is_chosen=bool(sort) and sort == chosen) for column, sort in sorts.items()]


def head(form: ListForm, column: str, sort: str, *, is_chosen: bool) -> Head:
    label = str(ListLook.Column(column).label) if column else _("Application")
    if not sort:
        return Head(column, label)
    query = form.plain_query()
    query["sort"] = sort
    return Head(column, label, query.urlencode(), ("descending" if sort in DOWN else "ascending") if is_chosen else "")


@require_http_methods(["GET", "HEAD", "POST"])
def change_look(request: PersonRequest) -> HttpResponse:
    form = LookForm(posted(request), instance=queries.look_of(request.user))
    if request.method == "POST" and form.is_valid():
        operations.change_look(form.save(commit=False))
        return back(request)
    context = {"form": form, "heading": _("What the list shows"), "action": reverse("applications:look-change")}
    return ask(request, "applications/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save_view(request: PersonRequest) -> HttpResponse:
    query, views = understood(request, query_of(request)), list(request.user.saved_views.all())
    form = ViewForm(posted(request), query=query)
    if request.method == "POST" and form.is_valid():
        view = operations.save_view(request.user, query=query, **form.cleaned_data)
        messages.success(request, _("Saved as “%(name)s”.") % {"name": view})
        return back(request)
    context = {
        "form": form,
        "heading": _("Save this view"),
        "text": _("The list as it is narrowed and sorted now, under a name of yours."),
        "action": reverse("applications:view-save"),
        "view": next((view for view in views if view.query == query), None),
    }
    return ask(request, "applications/applications/save_view.html", context)


def ask(request: PersonRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A question about the list, which leads back to the list as it was."""
    query = query_of(request)
    around = {"query": query, "label": _("Save"), "cancel_url": f"{reverse(LIST)}?{query or 'sort=activity'}"}
    return render(request, template, context | around, status=422 if request.method == "POST" else 200)


def query_of(request: PersonRequest) -> str:
    """How the list is narrowed and sorted: in the address of a question, or along with its answer."""
    return request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()


def understood(request: PersonRequest, query: str) -> str:
    return ListForm(QueryDict(query), user=request.user, tags=list(request.user.tags.all())).plain_query().urlencode()


@require_POST
def delete_view(request: PersonRequest, view_id: int) -> HttpResponse:
    view = get_object_or_404(request.user.saved_views, pk=view_id)
    operations.delete_view(view)
    messages.success(request, _("“%(name)s” is no longer saved.") % {"name": view})
    return back(request)


def back(request: PersonRequest) -> HttpResponse:
    """To the list as it was: its query travels with every form of it."""
    query = request.POST.get("query", "")
    return go(request, f"{reverse(LIST)}?{query or 'sort=activity'}")


@require_safe
def show_keys(request: PersonRequest) -> HttpResponse:
    """What the keyboard does: opened in a dialog by `?`."""
    return render(request, "applications/applications/keys.html")
