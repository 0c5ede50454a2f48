"""The reference page on what is kept and for how long, made from the rules and the tables by ``make docs``."""

from pathlib import Path

from answerable.councils.keeping import KEEPING
from answerable.retention.records import STORED, Goes

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "what-is-kept.md"

_TOP = """\
# What is kept, and for how long

<!-- Made from src/answerable/councils/keeping.py and src/answerable/retention/records.py by `make docs`. -->

[Keep no longer than needed](../how-to/keep-no-longer-than-needed.md) says what to do with it.

## The rules

Each is a key of `[retention]` in the [file of a council](council-file.md), which may say another time: a whole number
of days, months or years. Days are those of London, to the corresponding day.

| Key | Of what | Kept for | After | Why so long |
|---|---|---|---|---|
"""

_TABLES = """
## Every table

What becomes of what each table says of people. A test walks every column of every table against this list, so that
nothing is stored without an answer. One table has no model: `people_cache` counts tries to sign in for some minutes,
and what has ended there is deleted as it fills. Where a name is in neither column, the whole row goes.

| What | Goes | How far | Emptied | Table |
|---|---|---|---|---|
"""

_STAYS = """
## What stays, and why

| What | Why it stays | Table |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    rules = "".join(
        f"| `{one.name}` | {one.title} | {one.default} | {one.since} | {one.source} |\n" for one in KEEPING.values()
    )
    goes = "".join(
        f"| {one.what} | {one.when} | {one.goes.value} | {', '.join(f'`{name}`' for name in one.emptied)} "
        f"| `{one.model}` |\n"
        for one in STORED.values()
        if one.goes is not Goes.NOT
    )
    stays = "".join(f"| {one.what} | {one.because} | `{one.model}` |\n" for one in STORED.values() if one.because)
    return f"{_TOP}{rules}{_TABLES}{goes}{_STAYS}{stays}"
