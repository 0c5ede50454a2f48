"""The conventions of the rooms, each read off the code itself, so that none of them is only a habit."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "answerable"
ROOMS = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
FACES = [path for path in ROOMS if path.relative_to(PACKAGE).parts[0] in ("desk", "public")]

WRITES = {
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "save",
    "select_for_update",
}
"""What changes rows, or locks them to change them."""

OF_ROWS = {"update", "delete", "save", "create"}
"""Those that dictionaries, sets and files have too: they count only where a model or its rows are asked."""

MAY_WRITE = {
    "contacts/clocks.py": "it is the bridge that notes what the engine said, and only actions call it",
    "people/models.py": "Django's manager of users makes one",
    "public/draft.py": "a session is the resident's own, and no row of a room",
}


def test_only_actions_write() -> None:
    found = {
        _name(path): list(writes(path)) for path in ROOMS if not ("actions" in path.parts or path.stem == "actions")
    }
    assert {name for name, lines in found.items() if lines} == set(MAY_WRITE)


def test_a_face_asks_the_queries_of_the_rooms() -> None:
    """A page that asks a table itself knows how a room keeps things, and has to change with it."""
    trees = {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in FACES}
    asked = [
        (name, node.lineno)
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert asked == []


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Contact.objects.create(id=1)", 1),
        ("Contact.objects.filter(id=1).update(held_by=None)", 1),
        ("contact.save(update_fields=['path'])", 1),
        ("with x:\n    Contact.objects.select_for_update().get(id=1)", 1),
        ("rows.bulk_create(made)", 1),
        ("from answerable.rows.actions import insert", 1),
        ("seen.update(names)\nfound = {}\nfound.update(a=1)", 0),
        ("Contact.objects.filter(id=1).first()", 0),
    ],
)
def test_a_write_is_noticed(source: str, found: int, tmp_path: Path) -> None:
    place = tmp_path / "some.py"
    place.write_text(source, encoding="utf-8")
    assert len(list(writes(place))) == found


def writes(path: Path) -> Iterator[int]:
    """Yield the lines of a file that change rows, or import what does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "answerable.rows.actions":
            yield node.lineno
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        if node.func.attr not in OF_ROWS or _is_of_rows(node):
            yield node.lineno


def _is_of_rows(call: ast.Call) -> bool:
    """Tell whether a call is about rows: of a model's manager, or a row's own, which takes nothing or keywords."""
    assert isinstance(call.func, ast.Attribute)
    if any(isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(call.func.value)):
        return True
    return call.func.attr in ("save", "delete") and not call.args


TWO_OF_ONE_NAME = {"Contact": "what the engine judges, and the row that keeps it: one contact, told twice"}
"""Names that two classes may have, each with the reason."""


def test_a_name_means_one_thing() -> None:
    named: dict[str, list[str]] = {}
    for path in ROOMS:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(_name(path))
    assert {name: paths for name, paths in named.items() if len(paths) > 1}.keys() == TWO_OF_ONE_NAME.keys()


TESTS = Path(__file__).parent
OF_THEIR_OWN = {
    "crash": "what is lost when processes are killed",
    "demonstration": "what stands outside the house",
    "docs": "what the documents say",
    "journeys": "whole paths in a browser",
    "spec": "tables that are read before code",
    "standards/properties": "laws of every calendar and clock, against slow oracles",
}
"""Folders of tests that mirror no room, each with what they hold."""


def test_the_tests_stand_in_the_rooms_that_they_try() -> None:
    folders = {str(path.parent.relative_to(TESTS)) for path in TESTS.rglob("test_*.py")} - {"."}
    assert {folder for folder in folders if not (PACKAGE / folder).is_dir()} == set(OF_THEIR_OWN)


def test_the_engine_has_a_file_of_tests_for_a_module() -> None:
    engine = TESTS / "standards"
    tried = {path.parent.relative_to(TESTS) / path.name.removeprefix("test_") for path in engine.rglob("test_*.py")}
    assert sorted(
        str(path) for path in tried if not (PACKAGE / path).is_file() and path.parent.name != "properties"
    ) == [
        "standards/measure/phone_recount.py",  # counts the telephone again, from the log alone
        "standards/vocabulary/one_place.py",  # adds a channel, a fact and a formula
        "standards/vocabulary/vocabulary.py",  # holds all the values against each other
    ]


def test_the_tests_of_the_engine_use_no_database_for_the_second_run_leaves_them_out() -> None:
    ignored = re.findall(r"--ignore=(tests/\S+)", (TESTS.parent / "Makefile").read_text(encoding="utf-8"))
    unasked = {TESTS.parent / folder for folder in ignored} - {TESTS / "journeys"}
    using = [path for folder in unasked for path in folder.rglob("*.py") if "django_db" in path.read_text("utf-8")]
    assert (len(unasked), using) == (3, [])


def test_each_line_that_is_broken_on_purpose_still_stands_where_it_did_and_its_tests_are_there() -> None:
    listed = tomllib.loads((TESTS / "mutants-of-rooms.toml").read_text(encoding="utf-8"))["mutant"]
    stands = {one["was"]: (PACKAGE / one["file"]).read_text(encoding="utf-8").count(one["was"]) for one in listed}
    assert {was: times for was, times in stands.items() if times != 1} == {}
    tests = {path.partition("::")[0] for one in listed for path in one["tests"].split() if not path.startswith("-")}
    assert sorted(path for path in tests if not (TESTS.parent / path).exists()) == []
