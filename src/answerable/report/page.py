"""The page: for every promise what was promised, what was done and how it was counted.

It needs no server, no script and nothing from elsewhere.
"""

import re
from html import escape
from importlib.resources import files
from string import Template

from answerable.report import tables
from answerable.standards.measure.formula import Formula
from answerable.standards.measure.saying.rows import CouncilReport, NoticeRow, PromiseRow, Report, SaidFigure, Sample
from answerable.standards.measure.saying.words import DRAFT


def render(report: Report) -> str:
    """Return the page as HTML, with every text escaped."""
    page = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    return page.substitute(
        title=escape(report.title),
        period=escape(report.period),
        made_from=escape(report.made_from),
        contents="".join(_link(council) for council in report.councils),
        contacts=_contacts(report),
        councils="".join(_council(council) for council in report.councils),
        formulas=_formulas(report),
    )


def _link(council: CouncilReport) -> str:
    draft = f" ({DRAFT})" if council.draft else ""
    return f'<li><a href="#{_anchor(council)}">{escape(council.name)}</a>{draft}</li>'


def _anchor(council: CouncilReport) -> str:
    """Return where a council's part stands; a charter that was changed within the period has two parts."""
    return "council-" + "-".join(re.sub(r"\W", "", said.lower()) for said in (council.key, council.version))


def _contacts(report: Report) -> str:
    """Say how many contacts there were, by channel, and which were left out of the figures and why (C10)."""
    total = f"All {report.contacts:,} contacts of the log, by how they came"
    return tables.tally(total, ("Channel", "Contacts"), report.channels) + tables.tally(
        "Left out of the figures below", ("Reason", "Contacts"), report.left_out
    )


def _formulas(report: Report) -> str:
    used: dict[str, Formula] = {one.id: one for council in report.councils for one in council.formulas}
    said = tables.formulas(used.values())
    return f'<section class="council" id="formulas"><h2>Formulas</h2>{said}</section>' if said else ""


def _council(council: CouncilReport) -> str:
    anchor = _anchor(council)
    parts = [
        f'<section class="council" id="{anchor}" aria-labelledby="{anchor}-name">'
        f'<h2 id="{anchor}-name">{escape(council.name)}</h2>',
        f'<p class="document">{escape(council.title)}, version {escape(council.version)}, {escape(council.since)}. '
        f"Source document {escape(council.source)}.</p>",
    ]
    if council.draft:
        parts.append(
            f'<p class="draft"><strong>{DRAFT}.</strong> These standards have not been adopted. '
            "They are measured so that staff can see how they would have come out.</p>"
        )
    parts += [_part(heading, html) for heading, html in _parts(council) if html]
    return "".join([*parts, '<p class="back"><a href="#top">Back to the top</a></p></section>'])


def _parts(council: CouncilReport) -> list[tuple[str, str]]:
    name, draft = council.name, council.draft
    return [
        ("", _summary(council)),
        ("Time limits, and what messages must say",
         tables.promises(f"{name}: promises judged on each contact", council.promises, draft=draft)),
        ("Figures over the whole period",
         tables.figures(f"{name}: promises about the whole period", council.figures, draft=draft)),
        ("Late replies and notices of delay", tables.notices(council.notices)),
        ("Telephone", tables.phone(council.phone)),
        ("What the law, codes and guidance ask", tables.promises(f"{name}: limits set by law", council.laws)),
        ("Not measured", tables.not_measured(council.not_measured)),
        ("How it was counted", tables.settings(council.settings)),
        ("Worked examples", "".join(map(_sample, council.samples))),
    ]  # fmt: skip


def _part(heading: str, html: str) -> str:
    return f"<h3>{escape(heading)}</h3>{html}" if heading else html


def _summary(council: CouncilReport) -> str:
    """Say in one line how many promises have a figure below and how many have none."""
    rows: tuple[PromiseRow | SaidFigure | NoticeRow, ...] = (*council.promises, *council.figures, *council.notices)
    measured = len({row.id for row in rows})
    said = f"{measured} of its {council.promised} promises are measured here."
    return f"<p>{said} The others have their reasons below.</p>"


def _sample(sample: Sample) -> str:
    """Show a worked example under a heading of its own."""
    return f'<div class="sample"><h4>{escape(sample.title)}</h4><pre>{escape(sample.working)}</pre></div>'
