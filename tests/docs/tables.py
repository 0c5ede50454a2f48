"""The tables of the charter format's page, made from the schema. ``python -m tests.docs.tables`` writes them again."""

import json
import re
from pathlib import Path
from typing import Any

from answerable.charters import text_of

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "charter-format.md"
DEFS: dict[str, Any] = json.loads(text_of("charter.schema.json"))["$defs"]
MARKED = re.compile(r"(<!-- keys of (\S+) -->\n\n)(?:\|.*\n)*\n*")

_TYPES = {
    "duration": "[length of time](#lengths-of-time)",
    "date": "day",
    "windows": "opening hours",
    "local": "text",
    "fact": "[fact](contact-log-format.md#the-facts)",
    "stop": "rung or [fact](contact-log-format.md#the-facts)",
    "channel": "[channels](contact-log-format.md#channels)",
    "kind": "[kinds of contact](contact-log-format.md#kinds-of-contact)",
    "letter": "[fact](contact-log-format.md#what-is-written-and-what-a-clock-waits-for)",
    "detail": "[details](contact-log-format.md#the-details)",
    "formula": "text",
}
_PLAIN = {"string": "text", "boolean": "true or false", "integer": "whole number", "object": "table"}


def fill(page: str) -> str:
    """Return a page with the table after each mark made anew."""
    return MARKED.sub(lambda found: f"{found[1]}{table(found[2])}\n", page)


def table(path: str) -> str:
    """Make the table of keys of one table of the format: a name in $defs, then the keys that lead inside it."""
    name, *inside = path.split("/")
    held = DEFS[name]
    for key in inside:
        held = held["properties"][key]
    rows = ["| Key | Type | Left out | Meaning | Example |", "|---|---|---|---|---|"]
    for key, says in held["properties"].items():
        if name == "charter_file" and inside == ["settings"]:
            answer = says["properties"]["value"]
            says = {**answer, "description": says["description"], "examples": says["examples"]}
        if says.get("const") is not False:
            cells = (f"`{key}`", _type(key, says), _left_out(key, says, held), _meaning(says), _example(key, says))
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def _type(key: str, says: dict[str, Any]) -> str:
    if "$ref" in says:
        name = says["$ref"].rpartition("/")[2]
        return _TYPES.get(name) or _type(key, DEFS[name])
    if "enum" in says:
        return " ".join(f"`{_toml(answer)}`" for answer in says["enum"])
    if "const" in says:
        return f"`{_toml(says['const'])}`"
    if key == "cut_off":
        return "time of day"
    if says.get("type") == "array":
        return _list_of(key, says["items"])
    return _PLAIN[says.get("type", "object")]


def _list_of(key: str, items: dict[str, Any]) -> str:
    one = items["anyOf"][-1] if "anyOf" in items else items
    kind = _type(key, one)
    return "list of tables" if kind == "table" else f"list of {kind}"


def _left_out(key: str, says: dict[str, Any], held: dict[str, Any]) -> str:
    if key in held.get("required", ()):
        return "required"
    default = says.get("default", "")
    return f"`{_toml(default)}`" if default not in ("", []) else ""


def _meaning(says: dict[str, Any]) -> str:
    pointed = DEFS[says["$ref"].rpartition("/")[2]] if "$ref" in says else {}
    return str(says.get("description") or pointed["description"]).replace("|", "\\|")


def _example(key: str, says: dict[str, Any]) -> str:
    return "".join(f"`{key} = {_toml(example)}`" for example in says.get("examples", [])[:1])


def _toml(value: object) -> str:
    """Write a value as TOML does on one line; a day without quotes."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
