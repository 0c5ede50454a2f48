"""Counts published figures again, from the clock file of the same count. Needs Python 3.11 and nothing else.

    python3 recount.py clocks.csv figures.csv

clocks.csv has a row for each thing that each figure counted, and figures.csv the figures as they were published: take
both from the page of one count. Every figure is worked out from the rows alone, printed, and compared. The script ends
with 0 when all agree and with 1 when one differs.

The columns of clocks.csv:
    council, first_on, last_on, counted_at   which count it is of
    charter_version, promise, about, formula which figure the row belongs to
    opened     when the clock opened, or the contact began, or the look was made
    due        by when to act; decided: when failure is final, by which it belongs to the period
    stopped    when what settled it happened; empty while nothing has
    state      kept, broken, running, due soon, exposed, uncounted (the bank holidays are not known yet), paused,
               not required, void or excluded, as of counted_at;
               not made: a check that was due, and counts as broken; served and waiting: somebody's wait;
               counted: one of a number; asked: somebody who did not answer;
               held back: the rows are not published, because so few could tell who somebody is
    reason     why, in a sentence; of a survey the answer, of a number of contacts their kinds
    by         who kept an acknowledgement: machine or person
    set_aside  what became of a contact after the promise had been broken: taken back, given another kind, left out
    wait_in_microseconds   how long somebody waited
    number     how many such there were; 1 unless said otherwise
    corrected_late  yes where the promise had been broken until something noted wrongly was struck out
"""

import csv
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from itertools import count
from math import ceil, floor
from operator import ge, gt, le, lt
from pathlib import Path

Key = tuple[str, str, str, str]
Row = Mapping[str, str]

NOT_YET = ("running", "due soon", "exposed", "uncounted")
STILL_OWED = ("", "given another kind")
"""What may have become of a contact whose matter is to be done all the same."""
COMPARED = (
    "said",
    "numerator",
    "denominator",
    "n",
    "kept_by_machine",
    "kept_by_person",
    "overdue",
    "set_aside_late",
    "corrected_late",
    "running",
    "paused",
    "not_required",
    "void",
    "excluded",
    "not_made",
)
"""What is worked out again of each figure, by the columns of figures.csv."""

MEETS = {">=": ge, ">": gt, "<=": le, "<": lt}
WAITS = dict.fromkeys(
    ("percentiles-response", "percentiles-response-welfare", "percentiles-response-others"),
    ("working hours", 3600 * 10**6),
)
COUNTS = ("count", "count-answers")
NOT_HERE = ("phone-", "mean-wait-", "percentiles-wait", "share-seen", "share-transferred-", "count-transfers")
"""Formulas of calls and visits: they have no rows."""


class Recounted:
    """One figure, as its rows make it."""

    def __init__(self, rows: Iterable[Row], counted_at: str) -> None:
        self.held = False
        self.states: Counter[str] = Counter()
        self.void: Counter[str] = Counter()
        self.excluded: Counter[str] = Counter()
        self.aside: Counter[str] = Counter()
        self.by: Counter[str] = Counter()
        self.waits: list[int] = []
        self.overdue = self.kept_late = self.corrected = 0
        now = datetime.fromisoformat(counted_at)
        for row in rows:
            self._take(row, now)

    def _take(self, row: Row, now: datetime) -> None:
        state, number = row["state"], int(row["number"])
        if state == "void":
            self.void[row["reason"]] += number
        elif state == "excluded":
            self.excluded[row["reason"]] += number
        elif state in NOT_YET or (row["decided"] and state != "not required" and _moment(row["decided"]) > now):
            state = "paused" if state == "paused" else "running"
        self.states[state] += number
        self.corrected += number if row.get("corrected_late") else 0
        self.held |= state == "held back"
        if state == "kept":
            self.by[row["by"]] += number
            self.kept_late += bool(row["decided"] and row["stopped"] and _is_late(row))
        if state == "broken":
            self.overdue += number if not row["stopped"] and row["set_aside"] in STILL_OWED else 0
            if row["set_aside"]:
                self.aside[row["set_aside"]] += number
        if state == "served":
            self.waits += [int(row["wait_in_microseconds"])] * number

    def as_published(self, published: Row) -> dict[str, str]:
        """Return what figures.csv should say of this figure; nothing of what is no part of it."""
        formula, states = published["formula"], self.states
        kept, missing = states["kept"], states["not made"]
        whole = kept + states["broken"] + missing
        said = {
            "overdue": self.overdue,
            "set_aside_late": _reasons(self.aside),
            "corrected_late": self.corrected,
            "running": states["running"],
            "paused": states["paused"],
            "not_required": states["not required"],
            "void": _reasons(self.void),
            "excluded": _reasons(self.excluded),
        }
        if formula in WAITS:
            said |= {"said": _mean(self.waits, *WAITS[formula]), "n": len(self.waits)}
        elif formula in COUNTS:
            nobody_asked = formula == "count-answers" and not states
            number = f"{states['counted']:,} {'answers' if formula == 'count-answers' else 'contacts'}"
            said |= {"said": "not measured" if nobody_asked else number, "n": states["counted"]}
        else:
            said |= {"said": _share(kept, whole, published["target"]), "n": whole}
        if published["numerator"]:
            said |= {"numerator": kept, "denominator": whole}
        if published["kept_by_machine"]:
            said |= {"kept_by_machine": self.by["machine"], "kept_by_person": self.by["person"]}
        if published["not_made"] or missing:
            said |= {"not_made": missing}
        return {name: str(value) for name, value in said.items()}


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _is_late(row: Row) -> bool:
    return _moment(row["stopped"]) > _moment(row["decided"])


def _reasons(counted: Mapping[str, int]) -> str:
    return "; ".join(f"{number}: {reason}" for reason, number in sorted(counted.items()))


def _share(kept: int, whole: int, target: str) -> str:
    if not whole:
        return "not measured"
    return f"{_rounded(Fraction(100 * kept, whole), target, floor)} %"


def _mean(waits: list[int], unit: str, in_a_unit: int) -> str:
    if not waits:
        return "not measured"
    return f"{_rounded(Fraction(sum(waits), len(waits) * in_a_unit), '', ceil)} {unit}"


def _rounded(value: Fraction, target: str, way: Callable[[Fraction], int]) -> str:
    """Round to one decimal, or to more where one would tell another tale of the target."""
    for places in count(1):
        scale = 10**places
        whole, part = divmod(way(value * scale), scale)
        said = f"{whole}.{part:0{places}}"
        if not target or _meets(Fraction(said), target) == _meets(value, target):
            return said
    raise AssertionError


def _meets(value: Fraction, target: str) -> bool:
    sign, number, _ = target.split(" ", 2)
    return bool(MEETS[sign](value, Fraction(number)))


def _key(row: Row) -> Key:
    return row["charter_version"], row["promise"], row["about"], row["formula"]


def differences(clocks: Iterable[Row], figures: Iterable[Row]) -> Iterator[tuple[str, list[str]]]:
    """Give each figure in a line, and in what it differs from what was published of it."""
    rows: dict[Key, list[Row]] = defaultdict(list)
    for row in clocks:
        rows[_key(row)].append(row)
    for figure in figures:
        if not figure["formula"]:
            continue
        key, name = _key(figure), f"{figure['promise']} {figure['name']} (version {figure['charter_version']})"
        its = rows.pop(key, [])
        if figure["formula"].startswith(NOT_HERE) and not its:
            yield f"{name}: not in this file", []
            continue
        found = Recounted(its, figure["counted_at"])
        if found.held or (figure["held_back"] and not its):
            yield f"{name}: held back", [] if figure["held_back"] else ["it is published, and its rows are held back"]
            continue
        yield _compared(name, found, figure)
    for key in rows:
        yield f"{' '.join(key)}: rows and no figure", ["no such figure was published"]


def _compared(name: str, found: Recounted, figure: Row) -> tuple[str, list[str]]:
    again = found.as_published(figure)
    if figure["held_back"]:  # what is set aside, or by group, is then no more than was published
        again = {name: value for name, value in again.items() if name in ("said", "n", "numerator", "denominator")}
    wrong = [
        f"{column} is published as '{figure[column]}' and comes to '{again[column]}'"
        for column in COMPARED
        if column in again and column in figure and again[column] != figure[column]
    ]
    of = f" ({again['numerator']} of {again['denominator']})" if "numerator" in again else ""
    late = f"; {found.kept_late} kept while the clock stood still" if found.kept_late else ""
    return f"{name}: {again['said']}{of}{late}", wrong


def main(arguments: list[str]) -> int:
    """Print every figure and where it differs, and return 1 if any does."""
    if len(arguments) != 2:
        sys.stderr.write("Give two files: python3 recount.py clocks.csv figures.csv\n")
        return 2
    read, published = (Path(name).read_bytes() for name in arguments)
    clocks = list(csv.DictReader(read.decode("utf-8").splitlines()))
    figures = [row for row in csv.DictReader(published.decode("utf-8").splitlines()) if row["counted_at"]]
    if {row["counted_at"] for row in clocks} - {row["counted_at"] for row in figures}:
        sys.stderr.write("These files are of two counts. Take both from the page of one count.\n")
        return 2
    differ = 0
    for line, wrong in differences(clocks, figures):
        sys.stdout.write(f"{line}\n" + "".join(f"    DIFFERS: {one}\n" for one in wrong))
        differ += bool(wrong)
    sums = {row["clock_file_sha256"] for row in figures}
    if sums != {hashlib.sha256(read).hexdigest()}:
        sys.stdout.write("    DIFFERS: the clock file is not the one that was published: its SHA-256 is another\n")
        differ += 1
    sys.stdout.write(
        f"{len(figures):,} figures, {len(clocks):,} rows: {f'{differ:,} differ' if differ else 'all agree'}.\n"
    )
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
