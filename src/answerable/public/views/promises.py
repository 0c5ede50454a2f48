"""What was promised and what came of it: a page to read, a page for each promise, and files to recount from."""

import csv
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable.councils.models import Council
from answerable.evidence.anchoring import as_anchor
from answerable.evidence.queries import newest_seal
from answerable.figures.models import PeriodCount
from answerable.figures.queries import has_clocks, latest, periods
from answerable.promises.queries import charter_in, edition_on
from answerable.public.asking import Asked, council_or_404
from answerable.public.pages.files import COLUMNS, table, whole
from answerable.public.pages.promises import find, groups, line
from answerable.standards.charter.promises import Charter
from answerable.standards.measure.saying.filling import setting_rows
from answerable.standards.words import harmless_cell

QUARTERS = 4


@require_safe
def promises(request: Asked, council: str) -> HttpResponse:
    """Show every promise in the council's words, with this quarter's newest figure and how it was counted (S2-30)."""
    found = council_or_404(council)
    today = localdate(request.now)
    return shown(request, found, charter_on(council, today), latest(council, today), is_newest=True)


def shown(
    request: Asked, council: Council, charter: Charter, count: PeriodCount | None, *, is_newest: bool
) -> HttpResponse:
    """Show every promise of a charter with its figures in one count."""
    context = {
        "council": council,
        "charter": charter,
        "count": count,
        "is_over": count is not None and count.is_final,
        "is_newest": is_newest,
        "has_clocks": count is not None and has_clocks(count),
        "groups": groups(charter, count.figures.all() if count else ()),
        "settings": tuple(setting_rows(charter)),
        "calendar": charter.calendar.title or charter.calendar.name,
    }
    return render(request, "public/promises.html", context)


@require_safe
def promise(request: Asked, council: str, promise: str) -> HttpResponse:
    """Show one promise over the last four quarters that were counted."""
    found = council_or_404(council)
    charter = charter_on(council, localdate(request.now))
    wanted = find(charter, promise)
    if wanted is None:
        raise Http404
    quarters = [
        (count, [row for row in count.figures.all() if row.promise == promise]) for count in periods(council)[:QUARTERS]
    ]
    newest = quarters[0][1] if quarters else []
    context = {
        "council": found,
        "charter": charter,
        "line": line(wanted, newest, draft=charter.draft),
        "quarters": [(count, line(wanted, rows, draft=charter.draft).figures) for count, rows in quarters],
    }
    return render(request, "public/promise.html", context)


@require_safe
def as_csv(request: Asked, council: str) -> HttpResponse:
    """Give the newest figures of this quarter as a table for a spreadsheet, one row a figure."""
    council_or_404(council)
    today = localdate(request.now)
    return csv_of(charter_on(council, today), latest(council, today), f"promises-{council}.csv")


def csv_of(charter: Charter, count: PeriodCount | None, name: str) -> HttpResponse:
    """Give the figures of a count as a table."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.DictWriter(response, COLUMNS)
    writer.writeheader()
    writer.writerows({name: harmless_cell(said) for name, said in row.items()} for row in table(charter, count))
    return response


@require_safe
def as_json(request: Asked, council: str) -> HttpResponse:
    """Give the same figures with everything that is needed to work them out again (C15)."""
    found = council_or_404(council)
    today = localdate(request.now)
    return json_of(found, charter_on(council, today), latest(council, today))


def json_of(council: Council, charter: Charter, count: PeriodCount | None) -> HttpResponse:
    """Give the figures of a count with all their parts, and the newest seal on the record that they come from."""
    newest = newest_seal()
    told = {**whole(council, charter, count), "seal": as_anchor(newest) if newest else None}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


def charter_on(council: str, day: date) -> Charter:
    """Return the charter in force on a day; there is no page where there is none."""
    try:
        return charter_in(edition_on(council, day))
    except LookupError as none:
        raise Http404 from none
