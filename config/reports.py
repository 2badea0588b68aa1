"""What a report of an error may hold: where it broke, and nothing that anybody typed.

Django's own report (the page of DEBUG, and the mail that an operator may have sent to ADMINS) quotes posted forms,
queries and local variables. Here private writing stands in all three.
"""

from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from config.log import HIDDEN, discreet

QUOTED = ("QUERY_STRING", "HTTP_COOKIE", "HTTP_REFERER", "RAW_URI", "REQUEST_URI")


class DiscreetFilter(SafeExceptionReporterFilter):
    """Named by DEFAULT_EXCEPTION_REPORTER_FILTER."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST, HIDDEN) if request else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> ItemsView[str, Any]:
        return dict.fromkeys(tb_frame.f_locals, HIDDEN).items()

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        meta = super().get_safe_request_meta(request)
        return {name: HIDDEN if name in QUOTED else value for name, value in meta.items()}


class DiscreetReporter(ExceptionReporter):
    """Named by DEFAULT_EXCEPTION_REPORTER."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        data["request_GET_items"] = [(name, HIDDEN) for name in self.request.GET] if self.request else []
        data["request_insecure_uri"] = (
            discreet(data["request_insecure_uri"]) if "request_insecure_uri" in data else None
        )
        if "exception_value" in data:
            data["exception_value"] = discreet(str(data["exception_value"]))
        return data
