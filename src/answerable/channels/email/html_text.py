"""HTML as text with its structure kept: paragraphs, lists, tables, headings, what is quoted, links, and pictures.

Nothing of it is ever shown as HTML. ``nh3`` reads what a stranger wrote, and leaves a few tags that are well formed;
this writes those down. What is nested deeper than people nest is written as if it were not.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from types import MappingProxyType

import nh3

_TAGS = 20_000  # The time to make HTML safe grows with the square of its depth: 300,000 nested tags took a minute.
_DEEPEST = 6
"""Quotations, lists and tables within each other that are told apart."""

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_APART, _LINES, _CELLS = {"p", "table", "pre", *_HEADINGS}, {"div", "li", "tr", "blockquote"}, {"td", "th"}
_KNOWN = {*_APART, *_LINES, *_CELLS, "ul", "ol", "br", "a", "img"}


def from_html(source: str, pictures: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the words of an HTML page, with nothing that a browser could act on.

    ``pictures`` are the names of those that came with it, by their ids: each stands where it stood, as a line of its
    own (see ``picture_line``). All others, which a server elsewhere would hand out, are left out.
    """
    if not source:
        return ""
    plain = nh3.clean(
        "<".join(source.split("<", _TAGS)[:_TAGS]),
        tags=_KNOWN,
        attributes={"a": {"href"}, "img": {"src"}},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        clean_content_tags={"script", "style", "title"},
        link_rel=None,
    )
    writer = _Writer(pictures)
    writer.feed(plain)
    writer.close()
    return writer.text()


def picture_line(name: str) -> str:
    """Return the line that stands for a picture, by its file's name."""
    return f"[Picture: {name.replace('[', '(').replace(']', ')')}]"


PICTURE_LINE = re.compile(r"^\[Picture: ([^\[\]\n]+)\]$", re.MULTILINE)
"""A line that stands for a picture."""


class _Lines:
    """Lines that grow: of the whole, or of one cell of a table."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._words: list[str] = []
        self._gap = False

    def add(self, words: str) -> None:
        self._words.append(words)

    def end(self, first: str = "", others: str = "", *, gap: bool = False) -> bool:
        """End the line, if anything is on it, and tell whether it was; with ``gap`` the next stands apart from it."""
        line = " ".join("".join(self._words).split())
        self._words.clear()
        if line:
            self.put(f"{first}{line}", others)
        self._gap = self._gap or gap
        return bool(line)

    def put(self, line: str, before: str = "") -> None:
        """Add a whole line; ``before`` stands before the empty one that it may be apart by."""
        if self._gap and self.lines:
            self.lines.append(before.rstrip())
        self._gap = False
        self.lines.append(line)

    def close_up(self) -> None:
        """Let the next line not stand apart, where it is not begun."""
        self._gap = self._gap and bool("".join(self._words).strip())


class _Writer(HTMLParser):
    """Writes down what ``nh3`` left, tag by tag."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__()
        self._pictures = pictures
        self._frames = [_Lines()]
        self._rows: list[list[list[str]]] = []
        self._cells: list[bool] = []
        self._tables: list[bool] = []
        self._lists: list[int] = []
        self._quotes = self._pre = 0
        self._marker = ""
        self._link, self._said = "", [""]

    def text(self) -> str:
        """Return all that was written."""
        self._end()
        return "\n".join(self._frames[0].lines).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins."""
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break()
        elif tag == "a":
            self._link, self._said = given.get("href", ""), []
        elif tag == "img":
            self._picture(given.get("src", ""))
        elif tag in _CELLS:
            self._begin_cell()
        elif tag in ("ul", "ol"):
            self._end(gap=not self._lists)
            self._lists.append(0 if tag == "ol" else -1)
        else:
            self._begin_block(tag)

    def _begin_block(self, tag: str) -> None:
        self._end(gap=tag in _APART)
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "table":
            self._tables.append(False)
        elif tag == "tr":
            self._rows.append([])
        elif tag == "li" and self._lists:
            number = self._lists[-1] = self._lists[-1] + (self._lists[-1] >= 0)
            self._marker = f"{number}. " if number > 0 else "• "

    def handle_endtag(self, tag: str) -> None:
        """End what a tag began."""
        if tag == "a":
            self._end_link()
        elif tag in _CELLS:
            self._end_cell()
        elif tag in _HEADINGS:
            self._end_heading()
        elif tag in ("ul", "ol"):
            self._end(gap=len(self._lists) == 1)
            self._lists = self._lists[:-1]
        elif tag in (*_APART, *_LINES):
            self._end(gap=tag in _APART)
            self._after(tag)

    def _after(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes -= 1
        elif tag == "pre":
            self._pre -= 1
        elif tag == "li":
            self._marker = ""
        elif tag == "table":
            self._tables.pop()
        elif tag == "tr" and self._rows:
            self._write_row(self._rows.pop())

    def handle_data(self, data: str) -> None:
        """Add words to the line that is written."""
        self._said.append(data)
        if not self._pre:
            self._frames[-1].add(data)
            return
        first, *others = data.split("\n")
        self._frames[-1].add(first)
        for line in others:
            self._break()
            self._frames[-1].add(line)

    def _prefixes(self) -> tuple[str, str]:
        """Return what stands before the line that ends now, and what before an empty one."""
        quote = f"{'>' * min(self._quotes, _DEEPEST)} " if self._quotes and len(self._frames) == 1 else ""
        indent = "  " * (min(len(self._lists), _DEEPEST) - (1 if self._marker else 0)) if self._lists else ""
        return f"{quote}{indent}{self._marker}", quote

    def _end(self, *, gap: bool = False) -> bool:
        wrote = self._frames[-1].end(*self._prefixes(), gap=gap)
        if wrote:
            self._marker = ""
        return wrote

    def _break(self) -> None:
        if not self._end():
            self._frames[-1].end(gap=True)

    def _end_heading(self) -> None:
        before = len(self._frames[-1].lines)
        self._end()
        if len(self._frames[-1].lines) > before:
            first, quote = self._prefixes()
            length = len(self._frames[-1].lines[-1]) - len(first)
            self._frames[-1].put(f"{first}{'-' * min(max(length, 1), 60)}", quote)
        self._end(gap=True)

    def _end_link(self) -> None:
        said, leads = "".join(self._said), self._link
        self._link = ""
        # Without a colon it is within the page, and a picture's id leads nowhere.
        if ":" in leads and not leads.startswith("cid:") and _bare(leads) != _bare(" ".join(said.split())):
            self._frames[-1].close_up()
            self._frames[-1].add(f" ({leads})")

    def _picture(self, source: str) -> None:
        name = self._pictures.get(source.removeprefix("cid:")) if source.startswith("cid:") else None
        if name:
            self._end()
            self._frames[-1].add(picture_line(name))
            self._end()

    def _begin_cell(self) -> None:
        is_own = len(self._frames) <= _DEEPEST and bool(self._rows)
        self._cells.append(is_own)
        if is_own:
            self._frames.append(_Lines())
        else:
            self._end()

    def _end_cell(self) -> None:
        self._end()
        if self._cells and self._cells.pop() and self._rows:
            self._rows[-1].append(self._frames.pop().lines)

    def _write_row(self, cells: list[list[str]]) -> None:
        """Write the cells of a row on one line, where each is one; what only arranges a page is written down."""
        filled = [cell for cell in cells if cell]
        is_data = bool(self._tables) and self._tables[-1]
        is_row = len(filled) > (0 if is_data else 1) and all(len(cell) <= 1 for cell in cells)
        if is_row and self._tables:
            self._tables[-1] = True
        row = " | ".join("".join(cell) for cell in cells).strip()
        first, quote = self._prefixes()
        for line in [row] if is_row else [line for one in filled for line in one]:
            self._frames[-1].put(f"{first}{line}".rstrip(), quote)


def _bare(address: str) -> str:
    return re.sub(r"^(?:mailto:|tel:|https?://)|/$", "", address)
