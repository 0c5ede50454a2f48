"""The reference pages say what the program reads: the charter's keys, the facts, the channels, the kinds."""

import re
from pathlib import Path

import click
import pytest

from answerable.charters import COUNCILS, charter_of, procedures
from answerable.cli import main
from answerable.standards.time.duration import parse
from demonstration.__main__ import main as demonstration
from tests.docs import kept_page, settings_page, words
from tests.docs.tables import MARKED, PAGE, fill

LOG_PAGE = PAGE.parent / "contact-log-format.md"
DOCS = Path(__file__).parents[2] / "docs"


COMMANDS = {
    name if isinstance(one, click.Command) and not isinstance(one, click.Group) else f"{name} {below}": held
    for name, one in main.commands.items()
    for below, held in (one.commands if isinstance(one, click.Group) else {"": one}).items()
}


def test_the_tables_of_the_charter_format_are_those_of_the_schema():
    page = PAGE.read_text(encoding="utf-8")
    assert len(MARKED.findall(page)) == 23
    assert page == fill(page), "Run: python -m tests.docs.tables"


def test_every_length_of_time_on_the_page_can_be_read():
    section = PAGE.read_text(encoding="utf-8").partition("## Lengths of time")[2].partition("\n## ")[0]
    lengths = re.findall(r'`"([^"]+)"`', section)
    assert len(lengths) > 10
    assert [str(parse(words)) for words in lengths if words != "300 seconds"] == [
        words for words in lengths if words != "300 seconds"
    ]


def test_the_page_of_charters_has_every_formula_that_a_charter_may_name():
    page = PAGE.read_text(encoding="utf-8")
    assert [name for _, name, _ in words.MARKED.findall(page)] == ["formulas"]
    assert page == words.fill(page), "Run: make docs"


def test_the_log_page_is_made_from_the_vocabulary():
    page = words.LOG_PAGE.read_text(encoding="utf-8")
    assert [name for _, name, _ in words.MARKED.findall(page)] == ["channels", "kinds", "facts", "details"]
    assert page == words.fill(page), "Run: make docs"


def test_the_page_of_settings_is_made_from_their_declarations():
    assert settings_page.PAGE.read_text(encoding="utf-8") == settings_page.page(), "Run: make docs"


def test_the_page_of_what_is_kept_is_made_from_the_rules_and_the_tables():
    assert kept_page.PAGE.read_text(encoding="utf-8") == kept_page.page(), "Run: make docs"


def test_the_schema_is_made_from_the_vocabulary():
    schema = words.SCHEMA.read_text(encoding="utf-8")
    assert schema == words.schema(schema), "Run: make docs"


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "completion"])
def test_the_command_page_has_every_option_of_a_command(name: str):
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    options = [max(one.opts, key=len) for one in COMMANDS[name].params if isinstance(one, click.Option)]
    assert sorted(re.findall(r"^\| `(--[a-z-]+)", section, re.MULTILINE)) == sorted(options)


def test_the_demonstration_s_page_has_every_option_of_its_commands():
    page = (DOCS / "reference" / "the-demonstration.md").read_text(encoding="utf-8")
    named = {
        name: sorted(re.findall(r"^\| `(--[a-z-]+)", after.partition("\n## ")[0], re.MULTILINE))
        for name, after in ((name, page.partition(f"\n## {name}\n")[2]) for name in demonstration.commands)
    }
    assert named == {
        name: sorted(max(one.opts, key=len) for one in command.params)
        for name, command in demonstration.commands.items()
    }


def test_the_readme_counts_right():
    promises = [promise for council in COUNCILS for promise in charter_of(council).promises if not promise.statutory]
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert f"**Five councils' charters with {len(promises)} promises**" in readme
    assert f"{len(procedures())} statutory procedures" in readme


def test_every_link_between_pages_leads_somewhere():
    lost = [
        f"{page.relative_to(DOCS.parent)}: {link}"
        for page in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
        if not link.startswith("https://") and not leads_somewhere(page, link)
    ]
    assert lost == []


def test_every_page_is_in_the_index():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")} - {"README.md"}
    assert pages - set(re.findall(r"\]\(([^)#]+\.md)\)", index)) == set()


def section(heading: str, marks: str = "##") -> str:
    """Return what stands under a heading of the log's page, up to the next of its rank."""
    after = LOG_PAGE.read_text(encoding="utf-8").partition(f"\n{marks} {heading}\n")[2]
    return re.split(rf"\n#{{2,{len(marks)}}} ", after)[0]


def leads_somewhere(page: Path, link: str) -> bool:
    """Tell whether a link's file is there, and its heading too if it names one."""
    file, _, anchor = link.partition("#")
    target = (page.parent / file) if file else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings make."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
