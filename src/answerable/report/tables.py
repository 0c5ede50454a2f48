"""The tables of the page. Every word from outside is escaped here; roles keep a table a table on a phone."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from answerable.standards.charter.promises import Strength
from answerable.standards.measure.formula import Formula
from answerable.standards.measure.saying.rows import (
    NoticeRow,
    NotMeasuredRow,
    PhoneRow,
    PromiseRow,
    SaidFigure,
    SaidShare,
    SettingRow,
)
from answerable.standards.measure.saying.words import (
    DRAFT,
    NOTHING,
    OURS,
    SIGNS,
    broken_though_set_aside,
    corrected,
    not_judged,
    target_in_words,
    verdict_in_words,
)

Cell = tuple[str, str]
"""Its class and its HTML."""


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str = "") -> str:
    """Lay rows out under a caption and column heads, the first cell of each being its head; nothing for no rows."""
    columns = "".join(f'<th scope="col" role="columnheader">{escape(head)}</th>' for head in heads)
    body = "".join(_row(heads, row) for row in rows)
    if not body:
        return ""
    return (
        f'<table class="{kind}" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{columns}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(heads: Sequence[str], cells: Sequence[Cell]) -> str:
    first, *others = cells
    rest = "".join(
        f'<td role="cell" class="{kind}" data-head="{escape(head)}"><div>{inner}</div></td>'
        for head, (kind, inner) in zip(heads[1:], others, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{first[1]}</th>{rest}</tr>'


def tally(caption: str, heads: Sequence[str], counts: Mapping[str, int]) -> str:
    """Lay out a count for each name."""
    return table(caption, heads, ([("", escape(name)), ("number", f"{n:,}")] for name, n in counts.items()))


def formulas(rows: Iterable[Formula]) -> str:
    """Lay out what each formula counts."""
    body = (
        [("", f"<code>{escape(one.id)}</code>"), ("number", escape(one.version)), ("", escape(one.words))]
        for one in rows
    )
    return table("How each formula works", ("Formula", "Version", "What it counts"), body)


def promises(caption: str, rows: Iterable[PromiseRow], *, draft: bool = False) -> str:
    """Lay out promises judged contact by contact: words, share, counts, and how each was counted."""
    heads = (
        "What was promised",
        "Share",
        "Kept or met",
        "Broken or missed",
        "Still open, limit past",
        "Not judged",
        "Verdict",
    )
    return table(caption, heads, (_promise(row, draft) for row in rows), "wide")


def _promise(row: PromiseRow, draft: bool) -> list[Cell]:
    counts = row.counts
    notes = [
        f"Due: {row.limit}",
        "Implied: the document does not say it outright." if row.implied else "",
        row.settings,
    ]
    return [
        ("", _head(row.id, row.words, row.strength) + _notes(notes, row.formula, row.local)),
        ("figure", _share(row.share)),
        ("number", f"{counts.kept:,}{_note(counts.who)}"),
        ("number", f"{counts.broken:,}{_note(broken_though_set_aside(counts))}{_note(corrected(counts))}"),
        ("number", f"{counts.open_late:,}"),
        ("aside", escape("; ".join(not_judged(counts)) or "0")),
        ("verdict", _verdict(row, draft)),
    ]


def _head(name: str, words: str, strength: Strength) -> str:
    return (
        f'<span class="id">{escape(name)}</span> <span class="words">{escape(words)}</span> '
        f'<span class="strength">({strength.says})</span>'
    )


def _notes(lines: Iterable[str], formula: Formula, local: str) -> str:
    """Add what a reader needs to check a row: when it was due, how it was counted, and what in that is ours."""
    said = [*lines, f"{OURS}{local}" if local else ""]
    notes = "".join(f'<span class="note">{escape(line)}</span>' for line in said if line)
    by = f"<code>{escape(formula.id)}</code>, version {escape(formula.version)}"
    return f'{notes}<span class="note">Counted by {by}.</span>'


def _note(said: str) -> str:
    return f'<span class="note">{escape(said)}</span>' if said else ""


def _share(share: SaidShare) -> str:
    if share.whole == 0:
        return f'<span class="none">{NOTHING}</span>'
    of = f'<span class="note">of {share.whole:,}</span>'
    between = f'<span class="note">95 % sure: {_unbroken(share.interval)}</span>' if share.interval else ""
    return f"<strong>{_unbroken(share.said)}</strong>{_bar(share)}{of}{between}"


def _unbroken(said: str) -> str:
    return escape(said.replace(" %", "\N{NO-BREAK SPACE}%"))


def _bar(share: SaidShare) -> str:
    """Draw the share as a bar. The same figure stands beside it in words, so it is hidden from screen readers."""
    length = share.part * 1000 // share.whole / 10
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="whole" width="100" height="8"/><rect class="part" width="{length}" height="8"/></svg>'
    )


def _verdict(row: PromiseRow | SaidFigure, draft: bool) -> str:
    """Say how a promise came out as a whole; the sign before it only repeats the word."""
    said = verdict_in_words(row)
    if row.met is not None:
        sign = f'<span aria-hidden="true">{SIGNS[row.met]}&nbsp;</span>'
        said = f"<strong>{sign}{escape(said[0].upper() + said[1:])}</strong>"
    else:
        said = escape(said)
    aim = f'<span class="note">Target: {escape(target_in_words(row.target))}</span>' if row.target else ""
    note = f'<span class="note">{DRAFT}</span>' if draft else ""
    return said + aim + note


def figures(caption: str, rows: Iterable[SaidFigure], *, draft: bool = False) -> str:
    """Lay out shares, waits and counts over the whole period, with what stands behind each (C14)."""
    heads = ("What was promised", "Figure", "Behind it", "Verdict")
    return table(caption, heads, (_figure(row, draft) for row in rows), "wide")


def _figure(row: SaidFigure, draft: bool) -> list[Cell]:
    return [
        ("", _head(row.id, row.words, row.strength) + _notes([row.of], row.formula, row.local)),
        ("figure", _share(row.share) if row.share else f"<strong>{_unbroken(row.said)}</strong>"),
        ("aside", escape("; ".join(row.behind) or "0")),
        ("verdict", _verdict(row, draft)),
    ]


def notices(rows: Iterable[NoticeRow]) -> str:
    """Lay out the three figures that a notice of delay must not blur into one (C7)."""
    heads = ("Promise to tell you of a delay", "Replied in time", "Replied or told in time", "Date we gave was met")
    body = (
        [
            ("", f'{_named(row.id, row.words)}<span class="note">About {escape(row.about)}</span>'),
            ("figure", _share(row.replied)),
            ("figure", _share(row.replied_or_told)),
            ("figure", _share(row.date_met)),
        ]
        for row in rows
    )
    return table("Late replies: three figures that must not be mixed", heads, body, "wide")


def phone(rows: Iterable[PhoneRow]) -> str:
    """Lay the trade's formulas side by side, so that nobody can choose the kindest unseen (B.17)."""
    heads = ("Formula", "Share", "Counted", "Out of")
    body = (
        [
            ("", f'<code>{escape(row.formula.id)}</code> <span class="note">{escape(row.formula.words)}</span>'),
            ("figure", f"<strong>{_unbroken(row.share.said)}</strong>"),
            ("number", f"{row.share.part:,}"),
            ("number", f"{row.share.whole:,}"),
        ]
        for row in rows
    )
    return table("The same calls by each formula in use", heads, body, "wide")


def not_measured(rows: Iterable[NotMeasuredRow]) -> str:
    """List what is promised and not measured, with the reason for each."""
    body = ([("", _named(row.id, row.words)), ("", escape(row.why))] for row in rows)
    return table("Promises that are not measured", ("Promise", "Why not"), body)


def settings(rows: Iterable[SettingRow]) -> str:
    """List the settings every figure of a council rests on, and which of them are ours."""
    body = (
        [("", escape(row.name)), ("", escape(row.value)), ("", escape(row.local) or "The document says so.")]
        for row in rows
    )
    return table("Settings behind these figures", ("Setting", "Value", "Whose choice"), body)


def _named(name: str, words: str) -> str:
    return f'<span class="id">{escape(name)}</span> <span class="words">{escape(words)}</span>'
