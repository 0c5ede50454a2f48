"""The published page is whole, plain and safe, and says no more than it was given."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from answerable.report.page import render
from answerable.standards.charter.promises import Strength
from answerable.standards.measure.formula import Formula, NothingYet
from answerable.standards.measure.saying.rows import (
    CouncilReport,
    Counts,
    NoticeRow,
    NotMeasuredRow,
    PhoneRow,
    PromiseRow,
    Report,
    SaidFigure,
    SaidShare,
    Sample,
    SettingRow,
)
from answerable.standards.vocabulary.feeds import READ

EVIL = "<script>alert(\"x\")</script> & 'co'"
VOID = {"meta", "link", "br", "hr", "img", "input", "rect"}
OUTSIDE = re.compile(r'(?:src|srcset|action|poster)=|@import|url\(|href="(?!#|data:,)')


class Page(HTMLParser):
    """Reads a page and notes what is out of place."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.seen: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tables: list[list[str]] = []
        self.cells: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.seen.append(tag)
        if tag == "table":
            self.tables.append([])
        elif self.open and self.open[-1] == "table":
            self.tables[-1].append(tag)
        if tag == "th":
            self.cells.append((tag, found))
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def row(**changes: object) -> PromiseRow:
    usual: dict[str, object] = {
        "id": "S5-24",
        "words": "You get a full reply in seven working days.",
        "strength": Strength.WILL,
        "limit": "the end of the seventh working day",
        "share": SaidShare("84.9 %", 8_496, 10_000, "84.2 % to 85.7 %"),
        "counts": Counts(8_496, 1_000, 504, 12, 2, 1, {"taken back": 3}, {"spam": 2, "duplicate": 1}),
        "formula": Formula("share-kept", "A figure", "Kept out of all.", version="3", fed_by=NothingYet(READ)),
    }
    return PromiseRow(**(usual | changes))  # type: ignore[arg-type] - the changes of a test have the fields' types


def figure(say: str, **changes: object) -> SaidFigure:
    usual: dict[str, object] = {
        "id": "S3-14",
        "words": say,
        "strength": Strength.AIM,
        "of": say,
        "formula": Formula(say, say, say, fed_by=NothingYet(READ)),
        "said": "300.0 seconds",
        "behind": (say, "over 12"),
        "target": "< 300 seconds",
        "verdict": "missed aim",
        "local": say,
    }
    return SaidFigure(**(usual | changes))  # type: ignore[arg-type] - the changes of a test have the fields' types


def council(say: str = "A council", **changes: object) -> CouncilReport:
    some = SaidShare("80.0 %", 4, 5)
    usual: dict[str, object] = {
        "key": "s5",
        "name": say,
        "title": say,
        "version": say,
        "since": say,
        "source": say,
        "promises": (
            row(
                id=say,
                words=say,
                limit=say,
                formula=Formula(say, say, say, fed_by=NothingYet(READ)),
                settings=say,
                local=say,
                target=say,
                verdict=say,
            ),
        ),
        "figures": (figure(say), figure(say, share=SaidShare(say, 1, 2, say))),
        "notices": (NoticeRow(say, say, say, some, some, SaidShare("not measured", 0, 0)),),
        "phone": (PhoneRow(Formula(say, say, say, fed_by=NothingYet(READ)), some),),
        "laws": (row(id="FOI", words=say),),
        "not_measured": (NotMeasuredRow(say, say, say),),
        "settings": (SettingRow(say, say, say), SettingRow("start", "ACTUAL")),
        "samples": (Sample(say, say),),
        "formulas": (Formula(say, say, say, version=say, fed_by=NothingYet(READ)),),
    }
    return CouncilReport(**(usual | changes))  # type: ignore[arg-type] - the changes of a test have the fields' types


def page(*councils: CouncilReport, say: str = "Results") -> str:
    return render(Report(say, say, say, 60_000, {say: 3}, {say: 4}, councils or (council(say),)))


def test_the_page_is_well_formed():
    read = Page(page())
    assert (read.wrong, read.open) == ([], [])


def test_the_page_has_one_first_heading_and_its_landmarks():
    seen = Page(page()).seen
    assert [seen.count(tag) for tag in ("h1", "main", "header", "nav", "footer", "title")] == [1, 1, 1, 1, 1, 1]


def test_no_heading_skips_a_level():
    levels = [int(tag[1]) for tag in Page(page()).seen if re.fullmatch(r"h[1-6]", tag)]
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_every_table_begins_with_its_caption():
    assert [table[:2] for table in Page(page()).tables if table[:2] != ["caption", "thead"]] == []


def test_every_table_head_says_its_scope():
    assert [attrs for _, attrs in Page(page()).cells if attrs.get("scope") not in ("col", "row")] == []


def test_ids_are_unique_and_every_link_leads_to_one():
    read = Page(page(council(key="s1"), council(key="s2")))
    assert (len(read.ids) - len(set(read.ids)), {link.removeprefix("#") for link in read.links} - set(read.ids)) == (
        0,
        set(),
    )


def test_nothing_comes_from_outside_and_nothing_runs():
    html = page()
    assert (OUTSIDE.findall(html), "<script" in html, re.findall(r"\son\w+=", html)) == ([], False, [])


def test_whatever_is_said_is_escaped():
    html = page(say=EVIL)
    assert ("<script" in html, "alert(&quot;x&quot;)" in html, Page(html).wrong) == (False, True, [])


def test_a_dollar_is_only_a_dollar():
    assert "It cost $title" in page(council("It cost $title"))


def test_a_page_without_councils_is_still_a_page():
    read = Page(render(Report("Results", "A year.", "Nobody.", 0)))
    assert (read.wrong, read.open, read.tables) == ([], [], [])


def test_an_empty_council_has_no_empty_tables():
    bare = CouncilReport("s1", "A council", "Standards", "1", "1 April 2025", "S1")
    html = render(Report("Results", "A year.", "Nobody.", 0, councils=(bare,)))
    assert (Page(html).tables, "<h3>" in html) == ([], False)


def test_five_full_councils_make_less_than_a_megabyte():
    words = "You get a full reply within seven working days, whatever you asked and however you asked it. " * 2
    many = tuple(row(id=f"S5-{n:02}", words=words, settings=words, local=words) for n in range(60))
    councils = tuple(council(key=f"s{n}", promises=many) for n in range(1, 6))
    assert len(page(*councils).encode()) < 1_000_000


def only(**changes: object) -> str:
    """A page with one promise on it and no other row."""
    bare = CouncilReport("s5", "A council", "Standards", "1", "1 April 2025", "S5", promises=(row(**changes),))
    return render(Report("Results", "A year.", "Nobody.", 0, councils=(bare,)))


def test_a_row_shows_its_share_as_said_with_the_numbers_behind_it():
    cells = re.findall(r'<td role="cell" class="(?:number|figure)"[^>]*><div>(.*?)</div>', only())
    assert [re.sub(r"<[^>]+>", " ", cell).split() for cell in cells] == [
        ["84.9", "%", "of", "10,000", "95", "%", "sure:", "84.2", "%", "to", "85.7", "%"],
        ["8,496"],
        ["1,000"],
        ["504"],
    ]


def test_what_was_not_judged_is_said_with_its_reasons():
    said = (
        "not required 12; not due yet 2; stopped as the law allows 1; another rule applied 3 (taken back: 3); "
        "left out 3 (spam: 2; duplicate: 1)"
    )
    assert said in only()


def test_a_promise_with_nothing_to_count_says_so():
    html = only(share=SaidShare("not measured", 0, 0), counts=Counts(0, 0), verdict="not measured")
    assert ("Nothing to count" in html, "<svg" in html) == (True, False)


def test_a_draft_says_on_every_promise_that_it_is_not_yet_one():
    adopted, draft = page(council(laws=())), page(council(draft=True, laws=()))
    rows = len(council().promises) + len(council().figures)
    notice_and_contents = 2
    found = (adopted.count("draft - not yet a promise"), draft.count("draft - not yet a promise"))
    assert found == (0, rows + notice_and_contents)


def test_a_draft_is_not_in_force():
    html = page(council(draft=True, since="a draft - not yet a promise"))
    assert "version A council, a draft - not yet a promise." in html


@pytest.mark.parametrize(
    ("strength", "verdict", "met", "written"),
    [
        (Strength.WILL, "kept", True, "✓ Kept"),
        (Strength.WILL, "broken", False, "✗ Broken"),
        (Strength.AIM, "met aim", True, "✓ Met aim"),
        (Strength.AIM, "missed aim", False, "✗ Missed aim"),
        (Strength.WILL, "kept, but not for sure", True, "✓ Kept, but not for sure"),
        (Strength.WILL, "not measured", None, "not measured"),
        (Strength.WILL, "", None, "Kept 8,496 times, broken 1,504 times"),
        (Strength.AIM, "", None, "Aim met 8,496 times, missed 1,504 times"),
        (Strength.WHERE_POSSIBLE, "", None, "Aim met 8,496 times, missed 1,504 times"),
        (Strength.BEST_EFFORT, "", None, "No verdict: figures only"),
    ],
)
def test_the_verdict_has_the_words_of_the_promise(strength: Strength, verdict: str, met: bool | None, written: str):
    found = re.search(r'class="verdict"[^>]*><div>(.*?)</div>', only(strength=strength, verdict=verdict, met=met))
    assert found is not None
    assert re.sub(r"<[^>]+>", "", found[1]).replace("&nbsp;", " ") == written


@pytest.mark.parametrize(
    ("mark", "written"),
    [
        (">= 85 %", "Target: at least 85 %"),
        ("<= 1200 seconds", "Target: at most 1200 seconds"),
        ("< 180 seconds", "Target: under 180 seconds"),
        ("every one", "Target: every one"),
    ],
)
def test_a_pass_mark_is_written_in_words(mark: str, written: str):
    assert written in only(target=mark, verdict="kept")


@pytest.mark.parametrize(
    ("strength", "written"), [(Strength.WILL, "No pass mark"), (Strength.BEST_EFFORT, "No verdict: figures only")]
)
def test_a_figure_without_a_target_says_why_it_has_no_verdict(strength: Strength, written: str):
    assert written in page(council(figures=(figure("x", strength=strength, verdict="", target=""),)))
