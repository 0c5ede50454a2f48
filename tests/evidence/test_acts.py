"""Every act that the record is given has its word in one place, from which the page's filter is made."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from answerable.contacts.actions import deciding
from answerable.contacts.models import FloodAct, Message
from answerable.evidence.acts import ACTS

PACKAGE = Path(__file__).parents[2] / "src" / "answerable"

MADE_OF = {
    "wrote: {}": [sort.value for sort in Message.Sort if sort not in Message.AMONG_US and sort != "from customer"],
    "proposed: {}": [*deciding._RECORDED, "struck"],
    "refused: {}": [*deciding._RECORDED, "struck"],
    "decided about many: {}": list(FloodAct.What.values),
    "{}": list(deciding._RECORDED.values()),
}
"""What fills the places in those words that are made of two."""


def words(node: ast.expr) -> Iterator[str]:
    """Yield what the record can be given by an expression."""
    if isinstance(node, ast.IfExp):
        yield from words(node.body)
        yield from words(node.orelse)
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        shape = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        yield from (shape.format(value) for value in MADE_OF[shape])
    else:
        yield from (value for value in MADE_OF["{}"])


def assigned(nodes: Iterable[ast.AST]) -> dict[str, ast.expr]:
    return {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def recorded() -> Iterator[str]:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    trees = {source: ast.parse(source) for source in sources}
    everywhere = {name: value for tree in trees.values() for name, value in assigned(tree.body).items()}
    for source in sources:
        nodes = list(ast.walk(trees[source])) if "record" in source else []
        named = everywhere | assigned(nodes)
        for node in nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("record", "record_all")
            ):
                what = node.args[0]
                yield from words(named[what.id] if isinstance(what, ast.Name) else what)


def test_every_word_that_the_record_is_given_can_be_chosen_and_no_other():
    assert sorted(set(recorded())) == sorted(ACTS)
