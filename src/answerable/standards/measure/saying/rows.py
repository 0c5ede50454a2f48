"""What figures are shown as: words and whole numbers, ready to be laid out.

Nothing is worked out or rounded where they are shown. Shares, waits, intervals and verdicts come in the engine's own
words, which are never better than the truth; the numbers beside them are for the reader to check.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from answerable.standards.charter.promises import Strength
from answerable.standards.measure.formula import Formula

Tally = Mapping[str, int]
"""A number for each reason or name."""


@dataclass(frozen=True, slots=True)
class SaidShare:
    """So many of so many, as said ("84.9 %", rounded down), with its 95 % interval if it has one."""

    said: str
    part: int
    whole: int
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many times a promise was owed in the period, by how it came out (C11, C20).

    ``broken`` were late or wrong, and of these ``set_aside_late`` were left out, taken back or given another kind
    afterwards. ``corrected_late`` had been broken until something was struck out. ``open_late`` are still open with
    the limit past, and count as broken too. ``running`` are not due yet and ``paused`` stand still for a reason in
    law. ``by_machine`` is how many of the kept acknowledgements a machine sent. ``held`` names those that are held
    back, and stand at nought here.
    """

    kept: int
    broken: int
    open_late: int = 0
    not_required: int = 0
    running: int = 0
    paused: int = 0
    void: Tally = field(default_factory=dict)
    excluded: Tally = field(default_factory=dict)
    set_aside_late: Tally = field(default_factory=dict)
    corrected_late: int = 0
    by_machine: int | None = None
    held: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """Say how many a machine kept and how many a person, where it may be either."""
        if self.by_machine is None:
            return ""
        return f"by a machine {self.by_machine:,}, by a person {self.kept - self.by_machine:,}"


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise that is judged contact by contact.

    ``limit`` says the target moment, ``settings`` how it was counted, in sentences. ``verdict`` is for the promise as
    a whole and stays empty where no pass mark is set, for then each contact is kept or broken by itself (C4).
    ``local`` is why some part of it is ours rather than the document's.
    """

    id: str
    words: str
    strength: Strength
    limit: str
    share: SaidShare
    counts: Counts
    formula: Formula
    settings: str = ""
    target: str = ""
    verdict: str = ""
    met: bool | None = None
    local: str = ""
    implied: bool = False


@dataclass(frozen=True, slots=True)
class SaidFigure:
    """One figure over the period, as ``said``: a share, a wait or a count.

    ``of`` says what it was taken over. ``behind`` is shown with it: a median, those who gave up, those left out (C14).
    """

    id: str
    words: str
    strength: Strength
    of: str
    formula: Formula
    said: str
    share: SaidShare | None = None
    behind: tuple[str, ...] = ()
    target: str = ""
    verdict: str = ""
    met: bool | None = None
    local: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """The three figures about late replies to one promise, which a notice of delay must not blur (C7)."""

    id: str
    about: str
    words: str
    replied: SaidShare
    replied_or_told: SaidShare
    date_met: SaidShare


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """One of the trade's formulas for the telephone, applied to the same calls as the others (B.17)."""

    formula: Formula
    share: SaidShare


@dataclass(frozen=True, slots=True)
class NotMeasuredRow:
    """A promise that is not measured, and why not (S1-02)."""

    id: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting the figures rest on. ``local`` is why it is ours and not the document's; empty when it is not ours."""

    name: str
    value: str
    local: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked example: the engine's own working, as text."""

    title: str
    working: str


@dataclass(frozen=True, slots=True)
class CouncilReport:
    """One council's results. ``laws`` are the statutory procedures that bind it, in rows like its own promises.

    ``promised`` is how many promises of its own it makes, measured or not. ``formulas`` are those that any figure here
    was counted by.
    """

    key: str
    name: str
    title: str
    version: str
    since: str
    source: str
    promised: int = 0
    draft: bool = False
    promises: tuple[PromiseRow, ...] = ()
    figures: tuple[SaidFigure, ...] = ()
    notices: tuple[NoticeRow, ...] = ()
    phone: tuple[PhoneRow, ...] = ()
    laws: tuple[PromiseRow, ...] = ()
    not_measured: tuple[NotMeasuredRow, ...] = ()
    settings: tuple[SettingRow, ...] = ()
    samples: tuple[Sample, ...] = ()
    formulas: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page. ``period`` and ``made_from`` are sentences; ``channels`` and ``left_out`` count contacts."""

    title: str
    period: str
    made_from: str
    contacts: int
    channels: Tally = field(default_factory=dict)
    left_out: Tally = field(default_factory=dict)
    councils: tuple[CouncilReport, ...] = ()
