"""What was promised and what came of it: a page to read, a page for each promise, and files to recount from."""

import csv
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable.councils.models import Council
from answerable.figures.queries import latest, periods
from answerable.promises.queries import charter_in, edition_on
from answerable.public.asking import Asked
from answerable.public.pages.files import table, whole
from answerable.public.pages.promises import find, groups, line
from answerable.standards.charter.promises import Charter
from answerable.standards.measure.saying.values import COLUMNS

QUARTERS = 4


@require_safe
def promises(request: Asked, council: str) -> HttpResponse:
    """Show every promise in the council's words, with this quarter's newest figure and how it was counted (S2-30)."""
    found = get_object_or_404(Council, key=council)
    today = localdate(request.now)
    charter, count = _charter(council, today), latest(council, today)
    context = {
        "council": found,
        "charter": charter,
        "count": count,
        "is_over": count is not None and count.last_on < localdate(count.at),
        "groups": groups(charter, count.figures.all() if count else ()),
    }
    return render(request, "public/promises.html", context)


@require_safe
def promise(request: Asked, council: str, promise: str) -> HttpResponse:
    """Show one promise over the last four quarters that were counted."""
    found = get_object_or_404(Council, key=council)
    charter = _charter(council, localdate(request.now))
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
    """Give the same figures as a table for a spreadsheet, one row a figure."""
    get_object_or_404(Council, key=council)
    today = localdate(request.now)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="promises-{council}.csv"'
    writer = csv.DictWriter(response, COLUMNS)
    writer.writeheader()
    writer.writerows(table(_charter(council, today), latest(council, today)))
    return response


@require_safe
def as_json(request: Asked, council: str) -> HttpResponse:
    """Give the same figures with everything that is needed to work them out again (C15)."""
    found = get_object_or_404(Council, key=council)
    today = localdate(request.now)
    given = whole(found, _charter(council, today), latest(council, today))
    return JsonResponse(given, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _charter(council: str, day: date) -> Charter:
    try:
        return charter_in(edition_on(council, day))
    except LookupError as none:
        raise Http404 from none
