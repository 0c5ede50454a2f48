"""Pages to look into: what is on them by id, and where their links lead."""

from html.parser import HTMLParser
from typing import Any

from django.template import Context, Template
from django.test import RequestFactory


class Page(HTMLParser):
    """The tags of a page, each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every such tag, in order."""
        return [attrs for name, attrs in self.tags if name == tag]

    def ids(self) -> list[str]:
        """Return every id, in order."""
        return [attrs["id"] for _, attrs in self.tags if attrs.get("id")]

    def with_id(self, wanted: str) -> tuple[str, dict[str, str | None]]:
        """Return the tag that has this id."""
        (found,) = [(tag, attrs) for tag, attrs in self.tags if attrs.get("id") == wanted]
        return found


def page(template: str, /, path: str = "/s5/", **context: Any) -> Page:
    """Write a page from a template's text, as a view would."""
    request = RequestFactory().get(path)
    return Page(Template(template).render(Context({"request": request} | context)))
