"""The floor: the list as a Django tutorial would write it, on the same rows. What pages cost is read beside it.

A machine that is busy with other things is slow with this one too, so the ratio tells more than the milliseconds.
"""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import include, path

PAGE = Template("""{% load humanize %}<!doctype html>
<html lang="en"><head><title>Applications</title></head><body>
<p>{{ user }}: {{ page.paginator.count|intcomma }}</p>
<table>
{% for row in page %}<tr>
<td><a href="{% url 'applications:application-detail' row.pk %}">{{ row.role }}</a></td>
<td>{{ row.company }}</td><td>{{ row.get_stage_display }}</td><td>{{ row.outcome.get_kind_display }}</td>
<td>{{ row.applied_on|date }}</td><td>{{ row.deadline_on|date }}</td><td>{{ row.last_event_at|date }}</td>
<td>{% for tag in row.tags.all %}{{ tag }} {% endfor %}</td>
</tr>{% endfor %}
</table>
<p>{{ page }}</p></body></html>""")
# What `django-admin startproject` writes.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    f"{__name__}.go_there",
]


def go_there(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return middleware


def show_plain_list(request: HttpRequest) -> HttpResponse:
    rows = request.user.applications.select_related("company", "outcome").prefetch_related("tags")  # type: ignore[union-attr]
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return HttpResponse(PAGE.render(Context({"page": page, "user": request.user})))


urlpatterns = [path("plain/", show_plain_list), path("", include("config.urls"))]
