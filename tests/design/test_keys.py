"""The desk's keys in a real browser, and both layouts before an accessibility checker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as Tab

from answerable.design.dates import DayField
from answerable.design.security import POLICY
from tests.design.page import page
from tests.design.test_layouts import COUNCIL, Said

STATIC = Path(__file__).parents[2] / "src" / "answerable" / "design" / "static"
SITE = "http://site.test"

pytestmark = pytest.mark.urls("tests.design.urls")

DESK = """{% extends "design/desk.html" %}{% load design %}
{% block title %}Waiting{% endblock %}{% block heading %}Waiting{% endblock %}
{% block navigation %}{% navigation_link "Promises" "/promises/" key="p" %}{% endblock %}
{% block search %}<form role="search"><label for="q">Search</label><input id="q" data-key="/"></form>{% endblock %}
{% block main %}<table class="govuk-table stack"><thead><tr><th scope="col">Reference</th></tr></thead><tbody>
{% for one in rows %}<tr data-row><td data-label="Reference"><a href="/{{ one }}/">{{ one }}</a></td></tr>{% endfor %}
</tbody></table>{% endblock %}"""
PUBLIC = """{% extends "design/public.html" %}{% load design %}
{% block title %}Contact us{% endblock %}{% block heading %}Contact us{% endblock %}
{% block navigation %}{% navigation_link "Contact us" "/s5/" %}{% navigation_link "Promises" "/s5/p/" %}{% endblock %}
{% block before %}{% back_link "/s5/" %}{% endblock %}
{% block main %}<form method="post">{% for field in form %}{% govuk_field field %}{% endfor %}
{% govuk "button" text="Send" %}</form>{% endblock %}"""


class Everything(forms.Form):
    name = forms.CharField(help_text="As it is on the letter")
    words = forms.CharField(widget=forms.Textarea)
    road = forms.ChoiceField(choices=[("a", "A pothole"), ("b", "A light")], widget=forms.RadioSelect)
    which = forms.MultipleChoiceField(choices=[("a", "A pothole"), ("b", "A light")])
    pick = forms.ChoiceField(choices=[("a", "A pothole"), ("b", "A light")])
    agree = forms.BooleanField()
    sent_on = DayField(what="the date of the letter")
    paper = forms.FileField()
    password = forms.CharField(widget=forms.PasswordInput)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A tab whose every request is answered here, with the policy that the site sends."""
    opened = browser.new_page(base_url=SITE)
    opened.set_default_timeout(5_000)
    pages = {
        "/desk/": page(DESK, "/desk/", council=COUNCIL, rows=["A1", "B2", "C3"]).html,
        "/s5/": page(PUBLIC, council=COUNCIL, form=Everything({}), messages=[Said("success", "Sent")]).html,
    }

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(SITE)
        headers = {"Content-Security-Policy": POLICY}
        if address.startswith("/static/"):
            route.fulfill(path=STATIC / address.removeprefix("/static/"), headers=headers)
        else:
            body = pages.get(address, "<title>Elsewhere</title>")
            route.fulfill(body=body, content_type="text/css" if "/brand/" in address else "text/html", headers=headers)

    opened.route("**/*", answer)
    yield opened
    opened.close()


def focused(tab: Tab) -> str:
    return tab.evaluate("document.activeElement.textContent || document.activeElement.id")


def keyed(tab: Tab, *keys: str) -> list[str]:
    """Press keys, and say where the keyboard is after each."""
    return [(tab.keyboard.press(key), focused(tab))[1] for key in keys]


def test_j_and_k_and_the_arrows_move_between_rows_and_stop_at_the_ends(tab: Tab):
    tab.goto("/desk/")
    assert keyed(tab, "j", "j", "ArrowDown", "j") == ["A1", "B2", "C3", "C3"]
    assert keyed(tab, "k", "ArrowUp", "k") == ["B2", "A1", "A1"]


def test_enter_opens_the_row_the_keyboard_is_on(tab: Tab):
    tab.goto("/desk/")
    keyed(tab, "j", "j")
    tab.keyboard.press("Enter")
    tab.wait_for_url("/B2/")


def test_a_key_of_a_link_follows_it(tab: Tab):
    tab.goto("/desk/")
    tab.keyboard.press("p")
    tab.wait_for_url("/promises/")


def test_a_key_of_a_field_goes_to_it_and_what_is_typed_there_is_only_typed(tab: Tab):
    tab.goto("/desk/")
    assert keyed(tab, "/", "p", "j", "?") == ["q", "q", "q", "q"]
    assert tab.input_value("#q") == "pj?"


def test_a_key_with_control_is_left_to_the_browser(tab: Tab):
    tab.goto("/desk/")
    keyed(tab, "Control+p")
    assert tab.url == f"{SITE}/desk/"


def test_the_help_lists_the_keys_of_this_page(tab: Tab):
    tab.goto("/desk/")
    tab.keyboard.press("?")
    assert tab.locator("#keys-list dt").all_text_contents() == ["j or ↓", "k or ↑", "Enter", "p", "/", "?"]
    assert tab.locator("#keys-list dd").all_text_contents() == [
        "Next in the list",
        "The one before in the list",
        "Open it",
        "Promises",
        "Search",
        "Show these keys",
    ]
    tab.keyboard.press("Escape")
    assert not tab.locator("#keys").is_visible()


def test_the_keys_can_be_turned_off_and_stay_off_but_for_the_help(tab: Tab):
    tab.goto("/desk/")
    tab.click("text=Keys")
    tab.check("#keys-off")
    tab.reload()
    assert "A1" not in keyed(tab, "j")
    tab.keyboard.press("p")
    tab.keyboard.press("?")
    assert tab.locator("#keys-off").is_checked()
    assert tab.url == f"{SITE}/desk/"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/desk/", "/s5/"])
def test_a_layout_has_nothing_an_accessibility_checker_finds_and_fits_its_window(tab: Tab, address: str, width: int):
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(address)
    assert [broken["id"] for broken in Axe().run(tab).response["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


def test_the_first_thing_wrong_is_where_the_error_summary_leads(tab: Tab):
    tab.goto("/s5/")
    for link in tab.locator(".govuk-error-summary a").all():
        link.click()
        assert tab.evaluate("document.activeElement.matches('input, textarea, select')")
