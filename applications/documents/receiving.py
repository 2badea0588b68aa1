"""How files come in: what is too big is counted, but neither kept in memory nor written to a disk."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from applications.documents.checking import LARGEST_FILE


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to a temporary one as far as it may go; the form sees how long it really was."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if start <= LARGEST_FILE:
            self.file.write(raw_data)
