"""The reference page about settings, made from their declarations by ``make docs``."""

from pathlib import Path

from answerable.config.environment import SETTINGS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"

_TOP = """\
# The settings of a deployment

<!-- Made from src/answerable/config/environment.py by `make docs`. Change it there. -->

They are read from the environment by every process and command of a deployment. What cannot be used is refused at the
start, in a sentence that says what to write; so is a name that begins with `ANSWERABLE_` and is none of these. To look
at them all, and at the folder, the files and the database that they name:

```console
$ answerable doctor || echo "There is something to do."
...
```

[Run it for real](../how-to/run-it-for-real.md) says where to put them.

| Name | What it is for | Left out |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    rows = "".join(f"| `{one.name}` | {one.meaning} | {one.left_out} |\n" for one in SETTINGS)
    examples = "".join(f"- `{one.name}`: {one.example}\n" for one in SETTINGS)
    return f"{_TOP}{rows}\n## An example of each\n\n{examples}"
