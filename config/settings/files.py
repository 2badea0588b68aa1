"""Static files, what people upload, and how large a request may be."""

from pathlib import Path

from config.settings.installation import BASE_DIR, VAR_DIR, env

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.stylesheet.Finder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": env.document_storage("DOCUMENT_STORAGE_URL", default=VAR_DIR / "documents"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What people upload: at most 10 MB a file (applications/documents/checking.py) and this much in all for each person.
DOCUMENT_ROOM = env.int("DOCUMENT_ROOM_MB", default=200) * 1_000_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "applications.documents.receiving.BoundedUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # what is larger waits in a temporary file
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # the longest text a form takes (rows of a spreadsheet), in any script
LARGEST_REQUEST = 40 * 1024 * 1024  # what is larger is not read at all
# But a person's own copy from another Rebound: 64 MB of data (accounts/copies/opening.py) and the files of documents.
LARGEST_COPY = 65 * 1024 * 1024 + DOCUMENT_ROOM
LARGEST_REQUESTS = {"/applications/copies/new/": LARGEST_COPY + 1024 * 1024}
