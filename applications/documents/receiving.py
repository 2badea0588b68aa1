"""How files come in: what is too big is counted, but neither kept in memory nor written to a disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from applications.documents.checking import LARGEST_FILE

TAKES_COPIES = "applications:copy-new"


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to a temporary one as far as it may go; the form sees how long it really was."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.bound = settings.LARGEST_COPY if self.is_a_copy() else LARGEST_FILE

    def is_a_copy(self) -> bool:
        """From somebody who is signed in: of others nothing large is written to a disk."""
        request: Any = self.request
        is_there = request is not None and request.resolver_match is not None
        return is_there and request.resolver_match.view_name == TAKES_COPIES and request.user.is_authenticated

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if start <= self.bound:
            self.file.write(raw_data)
