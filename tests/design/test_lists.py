"""Long lists are as safe as pages, and say the same words."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from jinja2 import UndefinedError

from answerable.design import lists

HERE = "{% load design %}{% long_list 'some.html' rows=rows %}"


class Row(NamedTuple):
    subject: str
    at: datetime = datetime(2026, 6, 29, 14, 5, tzinfo=UTC)


@pytest.fixture
def some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file of a list that is in no room."""
    monkeypatch.setattr(lists, "get_app_template_dirs", lambda folder: [tmp_path])
    monkeypatch.setattr(lists, "_environment", lists._environment.__wrapped__)
    return tmp_path / "some.html"


def test_what_somebody_wrote_is_escaped_and_what_is_marked_safe_is_not(some: Path):
    some.write_text("{% for row in rows %}<td>{{ row.subject }}</td>{% endfor %}")
    rows = [Row("<script>'&"), Row(mark_safe("<b>a</b>"))]
    made = Template(HERE + "{{ rows.0.subject }}").render(Context({"rows": rows}))
    assert made == "<td>&lt;script&gt;&#39;&amp;</td><td><b>a</b></td>&lt;script&gt;&#x27;&amp;"


def test_a_list_says_a_moment_as_a_page_does(some: Path):
    some.write_text("{% for row in rows %}{{ row.at|moment_with_year }}{% endfor %}")
    page = "{% load words %}{{ at|moment_with_year }}"
    row = Row("A lamp")
    assert Template(HERE).render(Context({"rows": [row]})) == "29 Jun 2026, 15:05"
    assert Template(page).render(Context({"at": row.at})) == "29 Jun 2026, 15:05"


def test_a_name_that_nobody_gave_is_a_mistake_and_not_nothing(some: Path):
    some.write_text("{% for row in rows %}{{ row.subjekt }}{% endfor %}")
    with pytest.raises(UndefinedError, match="subjekt"):
        Template(HERE).render(Context({"rows": [Row("A lamp")]}))
