"""Pages of the curators' desk that belong to no single row; floors above add theirs to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse

View = Callable[..., HttpResponseBase]
NEEDED = "advice.change_step"  # what every curator may do


@dataclass(frozen=True)
class Page:
    """One page: where it lies below the admin, its name for addresses, and its label among the tools, if any."""

    route: str
    name: str
    view: View
    label: Any = ""
    about: Any = ""

    @property
    def url(self) -> str:
        return reverse(f"admin:{self.name}")


_pages: dict[str, Page] = {}


def page(route: str, *, name: str, label: Any = "", about: Any = "") -> Callable[[View], View]:
    """Hangs a view into the desk: for curators only, at /admin/<route>, as `admin:<name>`."""

    def hang(view: View) -> View:
        def allowed(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            if not may_curate(request):
                raise PermissionDenied
            return view(request, **parts)

        # What decorators said about the answer (headers, methods) was said inside; the rest is the admin's own.
        _pages[name] = Page(route, name, allowed, label, about)
        return view

    return hang


def may_curate(request: HttpRequest) -> bool:
    return request.user.has_perm(NEEDED)


def paths(site: admin.AdminSite) -> list[URLPattern]:
    return [path(one.route, site.admin_view(one.view), name=one.name) for one in _pages.values()]


def tools() -> list[Page]:
    """The pages that the desk offers on its first page."""
    return [one for one in _pages.values() if one.label]


def context(request: HttpRequest, title: Any, **more: Any) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, **more}
