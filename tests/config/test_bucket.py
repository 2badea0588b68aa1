"""Documents in a bucket: a small server that speaks as much of S3 as we need, and no more rights than we say."""

import io
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from applications import operations
from applications.documents import storing
from applications.models import StoredFile
from config.environment import Environment
from tests.factories import make_document

pytest.importorskip("boto3")
pytest.importorskip("storages")


class Bucket(BaseHTTPRequestHandler):
    """Puts, gets, tells the size, deletes. Lists nothing."""

    objects: dict[str, bytes] = {}
    asked: list[str] = []

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body)), "ETag": '"x"'} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = unchunked(body)
        self.objects[self.path] = body
        self.answer(200)

    def do_GET(self):  # noqa: N802
        self.asked.append(self.path)
        found = self.objects.get(self.path.partition("?")[0])
        last = {"Last_Modified": "Wed, 18 Nov 2026 09:00:00 GMT"}
        self.answer(404) if found is None else self.answer(200, found, **last)

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self):  # noqa: N802
        self.objects.pop(self.path, None)
        self.answer(204)

    def log_message(self, *args):
        pass


def unchunked(body: bytes) -> bytes:
    rest, found = io.BytesIO(body), b""
    while size := int(rest.readline().split(b";")[0], 16):
        found += rest.read(size)
        rest.readline()
    return found


@pytest.fixture
def bucket(settings, monkeypatch):
    Bucket.objects, Bucket.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"s3://key:secret@files/folder?endpoint=http://127.0.0.1:{server.server_port}&region=eu-1"
    monkeypatch.setenv("DOCUMENT_STORAGE_URL", address)
    storage = Environment().document_storage("DOCUMENT_STORAGE_URL", default=None)
    settings.STORAGES = settings.STORAGES | {"documents": storage}
    yield Bucket
    server.shutdown()
    server.server_close()


def test_a_document_goes_into_a_bucket_comes_back_and_goes_away(
    bucket, ada, ada_client, now, django_capture_on_commit_callbacks
):
    content = b"I can do many things. " * 9000
    document = make_document(ada, now=now, content=content)

    ((path, body),) = bucket.objects.items()
    assert path == f"/files/folder/{StoredFile.objects.get().name}" and b"many things" not in body
    answer = ada_client.get(f"/documents/versions/{document.versions.get().pk}/file/")
    assert b"".join(answer.streaming_content) == content
    assert all("list-type" not in asked for asked in bucket.asked)

    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_document(document)
    assert bucket.objects == {} and not StoredFile.objects.exists()


def test_what_is_not_in_the_bucket_any_more_is_told(bucket, ada, ada_client, now):
    document = make_document(ada, now=now)
    bucket.objects.clear()

    with pytest.raises(FileNotFoundError):
        list(storing.read(StoredFile.objects.get()))
    page = ada_client.get(f"/documents/versions/{document.versions.get().pk}/file/", follow=True)
    assert "could not be read" in page.content.decode()
