"""The rules for templates catch what they are there to catch, and every form says what to enter."""

import importlib
import inspect
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django import forms

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"


LINES = [
    ("A001", "<p>{{ contact.text|safe }}</p>"),
    ("A001", "{% autoescape off %}{{ contact.text }}{% endautoescape %}"),
    ("A001", "{% autoescape false %}{{ row.subject }}{% endautoescape %}"),
    ("A002", "<script>alert(1)</script>"),
    ("A002", '<button type="button" onclick="go()">Go</button>'),
    ("A003", '<p style="color: red">Late</p>'),
    ("A003", "<style>p { color: red }</style>"),
    ("", '{% govuk "button" text=contact.text %}'),
    ("", '<script type="module" src="{% static "design/desk.js" %}"></script>'),
    ("", "<p>{{ contact.text }} is safe on its own</p>"),
]


def test_a_template_is_held_to_our_own_rules(tmp_path: Path):
    for name in ("pyproject.toml", ".djlint_rules.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    for number, (_, line) in enumerate(LINES):
        (tmp_path / f"{number:02}.html").write_text(line + "\n", encoding="utf-8")
    djlint = [ROOT / ".venv" / "bin" / "djlint", ".", "--lint", "--linter-output-format", "{filename} {code}"]
    printed = subprocess.run(djlint, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    caught = dict(re.findall(r"(\d\d)\.html (A\d+)", printed))
    assert [(caught.get(f"{number:02}", ""), line) for number, (_, line) in enumerate(LINES)] == LINES


def test_every_form_says_what_to_enter_and_never_that_a_field_is_required():
    plain = str(forms.Field.default_error_messages["required"])
    assert [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in our_forms()
        for name, field in our_fields(form).items()
        if field.required and not field.widget.is_hidden and str(field.error_messages.get("required")) == plain
    ] == []


def our_forms() -> Iterator[type[forms.BaseForm]]:
    """Every form defined in the house."""
    for path in sorted({*SRC.rglob("forms.py"), *SRC.rglob("forms/*.py")}):
        name = ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
        for _, kind in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(kind, forms.BaseForm) and kind.__module__ == name:
                yield kind


def our_fields(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    """The fields that the house gave a form; those that came with it are worded when it is made."""
    foreign = [base for base in form.__mro__ if not base.__module__.startswith("answerable.")]
    came = {name for base in foreign for name in getattr(base, "base_fields", {})}
    return {name: field for name, field in form.base_fields.items() if name not in came}
