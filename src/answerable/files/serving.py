"""A file as an answer to a browser: strangers wrote it, so it is kept or shown, and never opened as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from answerable.design.security import HEADER
from answerable.files.kinds import FILE_KINDS
from answerable.files.models import KeptFile

NO_RIGHTS = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""What a file may do if a browser should open it after all: nothing, and it belongs to no site."""


def to_keep(file: KeptFile, content: bytes) -> HttpResponse:
    """Return a file to be kept by whoever asked for it, under its name."""
    answer = _harmless(HttpResponse(content, content_type="application/octet-stream"))
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return answer


def in_the_page(file: KeptFile, content: bytes) -> HttpResponse:
    """Return a picture that a page shows. Raises ValueError for what is none by its own content."""
    picture = FILE_KINDS[file.kind].picture
    if not picture:
        raise ValueError(f"Cannot show {file.name} in a page: it is no picture.")
    return _harmless(HttpResponse(content, content_type=picture))


def _harmless(answer: HttpResponse) -> HttpResponse:
    answer.headers[HEADER] = NO_RIGHTS
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
