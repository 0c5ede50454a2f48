"""Records in, figures out: a log counted over one period by the charter of one council."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from answerable.charters import charter_of
from answerable.logs.errors import LineError
from answerable.logs.samples import Samples
from answerable.logs.verdicts import TOO_FAR, Judged, judged, too_far
from answerable.standards.charter.promises import Charter
from answerable.standards.measure.figure import Figure, Terms
from answerable.standards.measure.period import Period
from answerable.standards.measure.phone import Calls, hours
from answerable.standards.measure.results import Results
from answerable.standards.measure.saying.filling import council_report
from answerable.standards.measure.saying.rows import CouncilReport
from answerable.standards.time.calendar import CannotCount


class CountedLog:
    """A log as it is counted: each contact once, by the version of the council's charter that binds it (C18).

    ``charter`` is the version in force, whose figures come first. ``channels`` counts all contacts by how they came,
    and ``left_out`` those that no figure counts, by the code of the reason (C10), whatever the period. Raises
    LookupError when no version was in force in the period by ``now``.
    """

    def __init__(self, council: str, *, period: Period, now: datetime) -> None:
        self.period, self.now = period, now
        self.channels: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self._council = council
        self._lines: dict[str, int] = {}
        today = now.astimezone(ZoneInfo(period.zone)).date()
        self.charter = charter_of(council, on=max(period.first, min(period.last, today)))
        self._versions: dict[str, _Version] = {}
        self._version(self.charter)

    def add(self, record: Mapping[str, Any], number: int) -> None:
        """Count the record on a line. Raises LineError where it cannot be judged; it is then in no figure at all.

        A second contact of one id is refused, for it would be counted twice.
        """
        one = self._judged(record)
        contact = one.contact
        earlier = self._lines.setdefault(contact.id, number)
        if earlier != number:
            counted = f"'{contact.id}' was counted on line {earlier}."
            raise LineError(f"{counted} Put all that happened to a contact on one line, or give each an id of its own.")
        self._version(one.charter).add(one)
        self.channels[contact.channel] += 1
        excluded = contact.until(self.now).in_force("excluded")
        if excluded is not None:
            self.left_out[str(excluded.details.get("code", "no code"))] += 1

    def _judged(self, record: Mapping[str, Any]) -> Judged:
        for own in ("rule", "calendar"):
            if record.get(own) is not None:
                raise LineError(f"It has a {own} of its own, and figures are those of a charter. Leave the {own} out.")
        try:
            return judged(record, self._council, self.now)
        except LineError:
            raise
        except CannotCount as error:
            raise LineError(str(error)) from None
        except TOO_FAR as error:
            raise too_far(error) from None

    def figures(self) -> Iterator[tuple[Charter, Figure]]:
        """Give every figure with its charter: all of the version in force, then of others what they still bind."""
        for version in self._in_order():
            for figures in self._shown(version).values():
                yield from ((version.charter, figure) for figure in figures)

    def reports(self) -> Iterator[CouncilReport]:
        """Give the figures in words, a report for each version of the charter that binds something."""
        for version in self._in_order():
            report = version.report(self._shown(version))
            yield report if version.charter is self.charter else replace(report, not_measured=())

    def _in_order(self) -> list["_Version"]:
        """Return the version in force, then the others that bind something, the newest first."""
        others = [one for one in self._versions.values() if one.charter is not self.charter and self._shown(one)]
        others.sort(key=lambda one: one.charter.in_force_from, reverse=True)
        return [self._version(self.charter), *others]

    def _shown(self, version: "_Version") -> Mapping[str, Sequence[Figure]]:
        figures = version.results.figures()
        if version.charter is self.charter:
            return figures
        return {id: found for id, found in figures.items() if any(figure.n for figure in found)}

    def _version(self, charter: Charter) -> "_Version":
        if charter.version not in self._versions:
            self._versions[charter.version] = _Version(charter, self.period, self.now)
        return self._versions[charter.version]


class _Version:
    """What is counted by one version of a charter."""

    def __init__(self, charter: Charter, period: Period, now: datetime) -> None:
        self.charter = charter
        self.results = Results(charter, period=period, now=now)
        self._calls = Calls(Terms(period, now), hours(charter, "phone"))
        self._samples = Samples(charter)

    def add(self, one: Judged) -> None:
        self.results.add(one.contact, one.clocks)
        if one.contact.channel == "phone":
            self._calls.add(one.contact)
        self._samples.look_at(one.contact.id, one.clocks)

    def report(self, figures: Mapping[str, Sequence[Figure]]) -> CouncilReport:
        calls = (*self._calls.offered(), *self._calls.service_levels())
        return council_report(self.charter, figures, calls=calls, samples=self._samples.told())
