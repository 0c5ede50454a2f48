"""Figures as tables on a terminal: what was promised in words stands in `answerable promises`."""

from collections.abc import Iterable, Iterator, Sequence

import click

from answerable.cli.telling import write_table
from answerable.standards.measure.formula import Formula
from answerable.standards.measure.saying.rows import CouncilReport, PromiseRow, SaidFigure
from answerable.standards.measure.saying.words import (
    DRAFT,
    OURS,
    broken_though_set_aside,
    corrected,
    not_judged,
    share_in_words,
    target_in_words,
    verdict_in_words,
)

Cells = Sequence[str]


def write_tables(reports: Iterable[CouncilReport], title: str) -> None:
    """Write a council's figures on standard output: each with what it is of, what was left out, and its formula."""
    click.echo(title)
    for report in reports:
        draft = f" {DRAFT}." if report.draft else ""
        click.echo(f"{report.key}: {report.name}. {report.title}, version {report.version}.{draft}")
        for heading, heads, rows in _tables(report):
            if rows:
                write_table(heads, rows, heading, unfolded=1)


_EACH = ("Promise", "Share", "Not judged", "Verdict", "Counted by")


def _tables(report: CouncilReport) -> Iterator[tuple[str, Cells, Sequence[Cells]]]:
    yield "Time limits, and what messages must say", _EACH, [_promise(row) for row in report.promises]
    heads = ("Promise", "Figure", "Behind it", "Verdict", "Counted by")
    yield "Figures over the whole period", heads, [_figure(row) for row in report.figures]
    heads = ("Promise", "About", "Replied in time", "Replied or told in time", "Date we gave was met")
    notices = [
        (row.id, row.about, *map(share_in_words, (row.replied, row.replied_or_told, row.date_met)))
        for row in report.notices
    ]
    yield "Late replies: three figures that must not be mixed", heads, notices
    phone = [(row.formula.id, share_in_words(row.share)) for row in report.phone]
    yield "The same calls by each formula in use", ("Formula", "Share"), phone
    yield "What the law, codes and guidance ask", _EACH, [_promise(row) for row in report.laws]
    yield "Not measured", ("Promise", "Why not"), [(row.id, row.why) for row in report.not_measured]
    settings = [(row.name, row.value, f"{OURS}{row.local}" if row.local else "") for row in report.settings]
    yield "How it was counted", ("Setting", "Value", "Whose choice"), settings
    formulas = [(one.id, one.version, one.words) for one in report.formulas]
    yield "How each formula works", ("Formula", "Version", "What it counts"), formulas


def _promise(row: PromiseRow) -> Cells:
    late = f"still open, limit past {row.counts.open_late:,} (counted as missed)" if row.counts.open_late else ""
    who = f"kept {row.counts.who}" if row.counts.who else ""
    aside = "; ".join(
        filter(None, (who, late, broken_though_set_aside(row.counts), corrected(row.counts), *not_judged(row.counts)))
    )
    return row.id, share_in_words(row.share), aside, _verdict(row), _formula(row.formula)


def _figure(row: SaidFigure) -> Cells:
    said = row.said if row.share is None else share_in_words(row.share)
    return row.id, said, "; ".join(row.behind), _verdict(row), _formula(row.formula)


def _verdict(row: PromiseRow | SaidFigure) -> str:
    target = f"\nTarget: {target_in_words(row.target)}" if row.target else ""
    return verdict_in_words(row) + target


def _formula(formula: Formula) -> str:
    return f"{formula.id}, version {formula.version}"
