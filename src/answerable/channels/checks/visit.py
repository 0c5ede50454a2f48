"""A visit to our own pages from outside: over HTTP, with cookies and without scripts, as somebody's browser would."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPException
from time import monotonic
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from django.conf import settings

PATIENCE = 20
"""Seconds that a whole visit may take."""

_SKIPPED = ("script", "style")
_CHOSEN = ("radio", "checkbox")


class CannotPass(Exception):
    """A way in was tried and is not open. The message says why, for whoever looks after it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as far as a check needs it: its words on one line, and what its form sends when nothing is filled in.

    ``fields`` is None where there is nothing to send; ``names`` are of all that is asked, boxes to choose among them.
    ``links`` are where it leads, as it says it.
    """

    url: str
    words: str
    fields: Mapping[str, str] | None
    names: frozenset[str]
    links: frozenset[str]


class Trial:
    """One visit. Raises CannotPass when a page does not come, or all of them together take too long."""

    def __init__(self) -> None:
        # Straight to our own address: a proxy that is down is no fault of the form.
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor())
        self._until = monotonic() + PATIENCE

    def open(self, path: str) -> Page:
        """Return the page at a path of this site."""
        return self._get(Request(settings.ORIGIN + path))

    def send(self, page: Page, answers: Mapping[str, str]) -> Page:
        """Send a page's form with some answers, as far as it asks for them, and return the page that it leads to."""
        asked = {name: answer for name, answer in answers.items() if name in page.names}
        content = urlencode({**(page.fields or {}), **asked}).encode()
        return self._get(Request(page.url, content, {"Referer": page.url}))

    def _get(self, request: Request) -> Page:
        left = self._until - monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            with self._opener.open(request, timeout=left) as answer:
                return read(answer.url, answer.read().decode("utf-8", "replace"))
        except HTTPError as error:
            error.close()
            raise CannotPass(f"{request.full_url} answered {error.code} {error.reason}.") from error
        except TimeoutError as error:
            raise CannotPass(f"{request.full_url} had not answered {PATIENCE} seconds after we began.") from error
        except (OSError, HTTPException) as error:
            why = error.reason if isinstance(error, URLError) else error
            raise CannotPass(f"{request.full_url} cannot be reached: {why}.") from error


def read(url: str, html: str) -> Page:
    """Return what a page says and asks for."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(
        url, " ".join(" ".join(reader.words).split()), reader.fields, frozenset(reader.names), frozenset(reader.links)
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fields: dict[str, str] | None = None
        self.names: set[str] = set()
        self.links: set[str] = set()
        self._is_in_form = self._is_skipped = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self._is_in_form, self.fields = True, self.fields or {}
        self._is_skipped = tag in _SKIPPED
        if tag == "a" and given.get("href"):
            self.links.add(given["href"] or "")
        name = given.get("name")
        if self._is_in_form and self.fields is not None and name and tag in ("input", "textarea"):
            self.names.add(name)
            if given.get("type") not in _CHOSEN:
                self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._is_skipped = False
        if tag == "form":
            self._is_in_form = False

    def handle_data(self, data: str) -> None:
        if not self._is_skipped:
            self.words.append(data)
