"""What pages' furniture needs: a council's colours as a style sheet of its own, and the page for what cannot be read.

The colours are a sheet because our pages may carry no styles in their HTML.
"""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from answerable.design.colours import line_on_white, text_on

A_DAY = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=A_DAY)
def brand(request: HttpRequest, colour: str) -> HttpResponse:
    """Return the colours of a page whose council has this one. It asks nothing of the database."""
    own = f"#{colour}"
    sheet = (
        f":root{{--council-colour:{own};--council-text-colour:{text_on(own)};"
        f"--govuk-brand-colour:{line_on_white(own)}}}\n"
    )
    return HttpResponse(sheet, content_type="text/css")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request could not be read, or that this site has another name.

    The page asks nothing of the request, which cannot be read and has no session yet.
    """
    if isinstance(exception, DisallowedHost):
        return HttpResponse("This site has another name.\n", content_type="text/plain", status=400)
    return HttpResponse(render_to_string("400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page. It reads nothing of what was sent, which at an unknown address nobody has read.

    Django's own looks for a form's token first, and fails where what was sent is no form.
    """
    return HttpResponse(render_to_string("404.html", request=request), status=404)
