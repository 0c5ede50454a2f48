"""Components are GOV.UK Frontend's own, and what a stranger wrote is never a tag in them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from answerable.design.components import WRITTEN_AS_THEY_ARE, component, remembered
from tests.design.page import page

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
# The GOV.UK header is not a council's to use, but its fixtures are tried with the rest.
FIXTURES = sorted(FRONTEND.glob("*/fixtures.json"))

HOSTILE = '"><script>alert(1)</script>'


def fixtures() -> Iterator[Any]:
    for path in FIXTURES:
        told = json.loads(path.read_text(encoding="utf-8"))
        for fixture in told["fixtures"]:
            yield pytest.param(told["component"], fixture, id=f"{told['component']}: {fixture['name']}")


def test_every_fixture_of_the_package_is_here_to_be_tried():
    assert len(list(fixtures())) == 657, "Run: scripts/assets"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fixture"), fixtures())
def test_a_component_is_written_as_gov_uk_frontend_writes_it(name: str, fixture: dict[str, Any]):
    assert plain(component(name, marked(fixture["options"]))) == plain(fixture["html"])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fixture"), fixtures())
def test_nothing_given_to_a_component_becomes_a_tag(name: str, fixture: dict[str, Any]):
    assert "<script>" not in component(name, with_hostile_words(marked(fixture["options"])))


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("button", {"html": HOSTILE}),
        ("panel", {"titleHtml": HOSTILE}),
        ("summary-list", {"rows": [{"key": {"text": "Said"}, "value": {"html": HOSTILE}}]}),
        ("radios", {"name": "road", "items": [{"value": "a", "conditional": {"html": HOSTILE}}]}),
        ("input", {"name": "road", "attributes": 'onfocus="alert(1)"'}),
        ("service-navigation", {"slots": {"end": HOSTILE}}),
    ],
)
def test_html_that_nobody_has_marked_safe_is_refused(name: str, params: dict[str, Any]):
    with pytest.raises(TypeError, match="it is not marked safe, so it might hold a script"):
        component(name, params)


def test_html_made_with_its_words_escaped_is_written_and_so_is_html_in_a_template():
    made = format_html("<b>{}</b>", HOSTILE)
    assert "<b>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</b>" in component("button", {"html": made})
    assert "<b>Ours</b>" in page('{% load design %}{% govuk "button" html="<b>Ours</b>" %}').html
    with pytest.raises(TypeError, match="Cannot write html of a button"):
        page('{% load design %}{% govuk "button" html=said %}', said="<b>Theirs</b>")


def test_words_are_never_taken_for_the_same_words_marked_safe():
    assert "<b>Ours</b>" in component("button", {"html": mark_safe("<b>Ours</b>")})
    with pytest.raises(TypeError, match="Cannot write html of a button"):
        component("button", {"html": "<b>Ours</b>"})


def test_an_option_is_never_taken_for_another_that_equals_it():
    assert 'aria-disabled="true"' in component("button", {"text": "Send", "disabled": True})
    assert "tabindex" not in component("button", {"text": "Send"})
    assert 'data-road="1"' in component("button", {"text": "Send", "attributes": {"data-road": 1}})
    assert 'data-road="1"' not in component("button", {"text": "Send", "attributes": {"data-road": True}})


def test_what_a_person_typed_is_not_remembered():
    remembered.cache_clear()
    component("input", {"name": "road", "label": {"text": "Road"}, "value": "Mill Lane"})
    assert remembered.cache_info().currsize == 0
    component("input", {"name": "road", "label": {"text": "Road"}})
    assert remembered.cache_info().currsize == 1


def test_a_component_that_is_not_there_is_refused():
    with pytest.raises(LookupError, match='There is no component "buton"'):
        component("buton", {})


def with_hostile_words(options: Any) -> Any:
    """Put a script into everything that nobody has marked safe, all the way down."""
    if isinstance(options, dict):
        return {name: with_hostile_words(value) for name, value in options.items()}
    if isinstance(options, list):
        return [with_hostile_words(one) for one in options]
    said = isinstance(options, str) and options and not hasattr(options, "__html__")
    return HOSTILE if said else options


def marked(options: Any) -> Any:
    """Mark every word of a fixture safe that its component does not escape: GOV.UK Frontend wrote them."""
    if isinstance(options, dict):
        return {
            name: mark_safe(value) if isinstance(value, str) and is_raw(name) else marked(value)
            for name, value in options.items()
        }
    return [marked(one) for one in options] if isinstance(options, list) else options


def is_raw(name: str) -> bool:
    return name.endswith("Html") or name in WRITTEN_AS_THEY_ARE


def plain(html: str) -> str:
    """Take out of HTML what makes no difference: spaces, and how a quotation mark is written."""
    return re.sub(r"\s+(?=[<>])|(?<=[<>])\s+", "", re.sub(r"\s+", " ", html.replace("&#34;", "&quot;"))).strip()
