"""Journeys: whole paths through the pages in a real browser, each page checked as it is reached.

A page that is reached is checked: it answered well, axe finds nothing against WCAG 2.2 AA, links within it lead
somewhere, it does not scroll sideways, and the keyboard alone comes to everything that can be worked, and shows where
it is. Whoever walks has one screen, a desktop's or a telephone's, and each page is checked at the other's size as well.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH, AxeResults
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize

DESKTOP, TELEPHONE = ViewportSize(width=1280, height=900), ViewportSize(width=375, height=740)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# All rules are tried, and of what passed nothing is told, which is long. Without the style sheets being fetched again,
# it cannot tell whether a page must be held one way: no style sheet of ours asks (tests/design/test_assets.py).
_AXE_OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"], "preload": False}
# It reads colours in every way in which one can be written, for each word of a page anew: a quarter of its time.
# A colour written in the same words is the same one.
_AXE = f"""{Path(AXE_FILE_PATH).read_text(encoding="utf-8")}
{{
    const color = axe.commons.color.Color.prototype, read = color.parseString, known = new Map();
    color.parseString = function (words) {{
        if (!known.has(words)) {{
            read.call(this, words);
            known.set(words, [this.r, this.g, this.b, this.alpha]);
        }}
        [this.r, this.g, this.b, this.alpha] = known.get(words);
        return this;
    }};
}}
"""
# All that is asked of a page, at once: each question goes through three processes.
_LOOK = f"""
new Promise(requestAnimationFrame).then(() => axe.run({json.dumps(_AXE_OPTIONS)})).then(found => ({{
    violations: found.violations,
    dead: [...document.querySelectorAll("a[href^='#']")]
        .map(a => a.hash).filter(h => h.length > 1 && !document.querySelector(h)),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll('h1').length,
}}))
"""

_WORKABLE = """[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(e => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.getClientRects().length
        && getComputedStyle(e).visibility !== 'hidden'
        && !(e.tagName === 'SUMMARY' ? e.parentElement.parentElement : e).closest('details:not([open])'))"""
# As each thing gets the keyboard it is marked as reached, and named where nothing shows that the keyboard is on it.
# Before the next one gets it, and so when this one has been brought into sight, it is named where something lies on it.
_WATCH = f"""
async () => {{
    await new Promise(requestAnimationFrame);
    if (!window.unseen) {{
        const said = e => e.outerHTML.slice(0, 200);
        document.addEventListener('focusin', ({{target: e}}) => {{
            e.dataset.reached = 'yes';
            const shows = s => (s.outlineStyle !== 'none' && s.outlineWidth !== '0px') || s.boxShadow !== 'none';
            if (!shows(getComputedStyle(e)) && !(e.labels?.[0] && shows(getComputedStyle(e.labels[0], '::before'))))
                window.unseen.push(said(e));
        }});
        document.addEventListener('keydown', ({{target: e}}) => {{
            if (!e.dataset.reached) return;
            const {{x, width, top, bottom}} = e.getClientRects()[0];
            const inSight = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
            const hit = document.elementFromPoint(x + width / 2, inSight);
            if (![e, ...e.labels ?? []].some(one => one.contains(hit))) window.covered.push(said(e));
        }});
    }}
    window.unseen = [], window.covered = [];
    document.querySelectorAll('[data-reached]').forEach(e => delete e.dataset.reached);
    return {_WORKABLE}.length;
}}
"""
# Of several radio buttons the keyboard comes to one, and the arrow keys to the others. All that can be worked is told,
# but for the menu: that stands behind a button of its own on a telephone.
_CAME = f"""
() => {{
    const left = {_WORKABLE}.filter(e => !e.dataset.reached);
    const group = e => document.querySelector(`input[type=radio][name="${{e.name}}"][data-reached]`);
    const said = e => e.outerHTML.replace(' data-reached="yes"', '').slice(0, 200);
    return [
        window.unseen, window.covered, left.filter(e => !(e.type === 'radio' && group(e))).map(said),
        {_WORKABLE}.filter(e => !e.closest('.govuk-service-navigation')).map(said),
    ];
}}
"""


class Walk:
    """A person at a browser. Every page that is reached is checked before anything is done on it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.statuses: dict[str, int] = {}
        self._tabbed: set[str] = set()
        self._beside: Page | None = None
        page.on("response", self._note)
        page.add_init_script(script=_AXE)

    def _note(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.statuses[response.url] = response.status

    def go(self, path: str, status: int = 200) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.origin}{path}")
        self.check(status)

    def press(self, name: str, role: Any = "button") -> None:
        """Press a button or follow a link by its name, and check the page it leads to."""
        with self.leading_on():
            self.page.get_by_role(role, name=name, exact=True).first.click()

    @contextmanager
    def leading_on(self, status: int = 200) -> Iterator[None]:
        """Do in this what leads to another page: it is waited for, and checked."""
        with self.page.expect_navigation():
            yield
        self.check(status)

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    def stands(self) -> str:
        """Return the sentence on a resident's page that says where the matter stands."""
        return self.page.locator("h2", has_text="Where it stands").locator("+ p").inner_text()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def check(self, status: int = 200) -> None:
        self.page.wait_for_load_state()
        here = self.page.url.split("#")[0]
        assert self.statuses.get(here, status) == status, f"{here} answered {self.statuses.get(here)}"
        self._look_at(here)
        with _at_the_other_size(self.page):
            self._look_at(here)
        if here not in self._tabbed and status == 200:
            self._tabbed.add(here)
            self._tab_through(here)

    def _look_at(self, here: str) -> None:
        where = f"{here}, {self.page.viewport_size['width']} pixels wide,"  # type: ignore[index]  # each page has a size
        seen = self.page.evaluate(_LOOK)
        found = AxeResults(seen)
        assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
        assert seen["dead"] == [], f"{where} has links to places that are not there: {seen['dead']}"
        assert seen["wide"] <= 0, f"{where} scrolls sideways by {seen['wide']} pixels"
        assert seen["headings"] == 1, f"{where} has {seen['headings']} main headings"

    def check_anew(self) -> None:
        """Check a page that was checked before and holds more now, with the keyboard too."""
        self._tabbed.discard(self.page.url.split("#")[0])
        self.check()

    def _tab_through(self, here: str) -> None:
        """Hold Tab from one end of a page to the other, in a window beside, so that this one stays as it is.

        The window stays for the next page: to open one takes the browser longer than all that is done in it.
        """
        beside = self._beside = self._beside or self.page.context.new_page()
        answer = beside.goto(here)
        if answer is None or answer.status != 200:
            return  # it was reached by sending a form, and has no address of its own
        workable = self._hold_tab(beside, here)
        with _at_the_other_size(beside):
            at_the_other = self._hold_tab(beside, here)
        assert workable == at_the_other, f"On {here} not the same can be worked on a desktop and on a telephone"

    def _hold_tab(self, beside: Page, here: str) -> list[str]:
        """Press Tab from one end to the other, and return all that can be worked at this size."""
        for _ in range(beside.evaluate(_WATCH) + 2):  # one more than there are, for between the end and the beginning
            beside.keyboard.down("Tab")  # held: it goes on each time, and there is one key less to let go of
        beside.keyboard.up("Tab")
        where = f"{here}, {beside.viewport_size['width']} pixels wide"  # type: ignore[index]  # each page has a size
        unseen, covered, left, workable = beside.evaluate(_CAME)
        assert unseen == [], f"On {where}, nothing shows that the keyboard is on these: {unseen}"
        assert covered == [], f"On {where}, something lies on these while the keyboard is on them: {covered}"
        assert left == [], f"The keyboard does not come to these on {where}: {left}"
        return list(workable)

    def focused(self) -> str:
        """Return the words of what the keyboard is on."""
        return str(
            self.page.evaluate(
                "(e => e.labels?.[0]?.innerText || e.innerText || e.getAttribute('aria-label') || e.value || e.id)"
                "(document.activeElement)"
            )
        ).strip()

    def tab_to(self, words: str, most: int = 60) -> None:
        """Press Tab until the keyboard is on something, and see that one can see where it is."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            outline = self.page.evaluate(
                "(s => s.outlineStyle !== 'none' && s.outlineWidth !== '0px' || s.boxShadow !== 'none')"
                "(getComputedStyle(document.activeElement))"
            )
            assert outline, f"Nothing shows that the keyboard is on '{self.focused()}'"
            if self.focused() == words:
                return
        raise AssertionError(f"Tab never came to '{words}' on {self.page.url}")

    def shoot(self, name: str) -> None:
        """Take a picture for the documents, of what the screen shows first, where the run was asked for pictures."""
        if folder := os.environ.get("PICTURES"):
            self.page.mouse.move(0, 0)
            self.page.screenshot(path=f"{folder}/{name}.png")


@contextmanager
def _at_the_other_size(page: Page) -> Iterator[None]:
    """Have in this what a telephone shows where a desktop was, and the other way round."""
    own = page.viewport_size
    page.set_viewport_size(TELEPHONE if own == DESKTOP else DESKTOP)
    yield
    page.set_viewport_size(own)  # type: ignore[arg-type]  # each page has a size


@pytest.fixture
def size() -> ViewportSize:
    """The screen of whoever walks. Officers have a desktop."""
    return DESKTOP


@pytest.fixture
def context(browser: Browser, size: ViewportSize) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/London")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def walk(context: BrowserContext, live_server: Any) -> Walk:
    """Somebody at a browser, on the site of the test."""
    return Walk(context.new_page(), live_server.url)


@pytest.fixture
def walk_without_scripts(browser: Browser, size: ViewportSize, live_server: Any) -> Iterator[Walk]:
    """Somebody whose browser runs no scripts; axe needs one, so pages are checked in the other walk."""
    made = browser.new_context(viewport=size, locale="en-GB", java_script_enabled=False)
    made.set_default_timeout(10_000)
    yield Walk(made.new_page(), live_server.url)
    made.close()
