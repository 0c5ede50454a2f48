"""The house stands as the design says: the engine is pure, and the lock files name no host."""

import ast
import re
import socket
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
ENGINE = ROOT / "src" / "answerable" / "standards"
ENGINE_FILES = sorted(ENGINE.rglob("*.py"))
LOCKS = ["requirements.txt", "requirements-dev.txt"]

READS_THE_CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "django.utils.timezone.now",
    "time.gmtime",
    "time.localtime",
    "time.monotonic",
    "time.perf_counter",
    "time.time",
    "time.time_ns",
}

every_engine_file = pytest.mark.parametrize(
    "path", ENGINE_FILES, ids=[str(path.relative_to(ENGINE)) for path in ENGINE_FILES]
)


def test_the_engine_has_files_to_check():
    assert ENGINE_FILES


@every_engine_file
def test_the_engine_imports_only_itself_and_the_standard_library(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [name for name in imported(tree, package_of(path)) if not allowed_in_the_engine(name)] == []


@every_engine_file
def test_the_engine_never_reads_the_clock(path: Path):
    assert clock_readings(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\nx = datetime.datetime.now()",
        "import datetime as dt\nx = dt.datetime.now(dt.UTC)",
        "from datetime import datetime\nx = datetime.utcnow()",
        "from datetime import date as day\nx = day.today()",
        "from datetime import datetime\nx = field(default_factory=datetime.now)",
        "import time\nx = time.time()",
        "from time import time\nx = time()",
        "def f():\n    from django.utils import timezone\n    return timezone.now()",
    ],
)
def test_reading_the_clock_is_noticed_however_it_is_spelt(source: str):
    assert len(clock_readings(source)) == 1


def test_a_field_called_now_is_not_the_clock():
    assert clock_readings("from datetime import datetime\nx = case.now + case.today\n") == []


@pytest.mark.parametrize(
    ("source", "outside"),
    [
        ("import datetime, json.decoder", []),
        ("from . import clock\nfrom .clock import Clock\nfrom answerable.standards.judging.clock import Clock", []),
        ("import orjson", ["orjson"]),
        ("from answerable import charters", ["answerable.charters"]),
        ("from .. import charters", ["answerable.charters"]),
        ("from ..charters import read", ["answerable.charters.read"]),
        ("def f():\n    import rich.table", ["rich.table"]),
    ],
)
def test_an_import_from_outside_is_noticed_however_it_is_spelt(source: str, outside: list[str]):
    names = imported(ast.parse(source), "answerable.standards")
    assert [name for name in names if not allowed_in_the_engine(name)] == outside


def test_a_test_cannot_use_the_network():
    with socket.socket() as line, pytest.raises(pytest.fail.Exception, match="tried to use the network"):
        line.connect(("192.0.2.1", 9))


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-node.txt", "package-lock.json"])
def test_a_lock_file_names_no_package_host_and_no_path(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r".*(?://|index-url|find-links| @ |file:).*", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_is_pinned_and_hashed(lock: str):
    logical_lines = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    packages = [line for line in logical_lines if line and not line.startswith("#")]
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


def test_what_the_project_asks_for_is_locked():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = asked["dependency-groups"]
    to_run = asked["project"]["dependencies"] + groups["build"] + groups["demonstration"]
    to_work_on = to_run + groups["dev"]
    missing = [
        (lock, wish)
        for lock, wishes in zip(LOCKS, [to_run, to_work_on], strict=True)
        for wish in wishes
        if package_name(wish) not in locked(lock)
    ]
    assert missing == [], "Run: make lock"


def test_each_extra_that_a_locked_package_asks_for_is_locked():
    # Where one is not, an older pip looks for it in the newest release, and then refuses that: see scripts/try-locks.
    assert ("pytest-cov", "coverage", "toml") in set(extras_asked("requirements-dev.txt"))
    missing = [
        (lock, by, name, extra)
        for lock in LOCKS
        for by, name, extra in extras_asked(lock)
        if extra not in locked(lock).get(name, ())
    ]
    assert missing == [], "Run: make lock"


def allowed_in_the_engine(name: str) -> bool:
    """Say whether the engine may import this dotted name."""
    return f"{name}.".startswith("answerable.standards.") or name.partition(".")[0] in sys.stdlib_module_names


def package_of(path: Path) -> str:
    """Name the package a file is in, as `from . import` there would mean it."""
    return ".".join(path.parent.relative_to(ROOT / "src").parts)


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Every dotted name imported anywhere in the tree, with relative ones made whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, package)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def absolute(node: ast.ImportFrom, package: str) -> str:
    """Name the module an import is from, working out any leading dots."""
    if node.level == 0:
        return node.module or ""
    parts = package.split(".")
    kept = parts[: len(parts) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def clock_readings(source: str) -> list[str]:
    """Every use of a function that reads the clock, called or handed on, by its whole name."""
    tree = ast.parse(source)
    meaning = dict(bound_names(tree))
    used = (dotted(node, meaning) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name))
    return [name for name in used if name in READS_THE_CLOCK]


def bound_names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Pair each name an import makes with what it stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def dotted(node: ast.AST, meaning: dict[str, str]) -> str:
    """Spell out a name or a chain of attributes; empty for anything else."""
    if isinstance(node, ast.Name):
        return meaning.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = dotted(node.value, meaning)
        return f"{base}.{node.attr}" if base else ""
    return ""


def package_name(requirement: str) -> str:
    """Take the package's name from the front of a requirement."""
    return re.match(r"[\w.-]+", requirement).group().lower()


def locked(lock: str) -> dict[str, set[str]]:
    """Name every package a lock file pins, each with the extras it is pinned with."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)(?:\[([\w, -]+)\])?==", text, re.MULTILINE)
    return {name: set(filter(None, extras.replace(" ", "").split(","))) for name, extras in pinned}


def extras_asked(lock: str) -> Iterator[tuple[str, str, str]]:
    """Say which package of a lock file, as installed here, asks which other for which extra."""
    for by, extras in locked(lock).items():
        try:
            wishes = [Requirement(wish) for wish in requires(by) or ()]
        except PackageNotFoundError:  # it is for another system, or another Python
            continue
        for wish in wishes:
            if wish.marker is None or any(wish.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                yield from ((by, canonicalize_name(wish.name), extra) for extra in wish.extras)
