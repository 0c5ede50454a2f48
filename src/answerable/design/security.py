"""What a browser may load and run on our pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"


def policy(*places: str) -> str:
    """Return what a page may do; ``places`` are the sites other than ours that its forms may lead to."""
    return "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data:",  # the code a phone reads when a second factor is set up is drawn in the page
            "object-src 'none'",
            "base-uri 'none'",
            " ".join(("form-action 'self'", *places)),
            "frame-ancestors 'none'",
        )
    )


POLICY = policy()


class ContentSecurityPolicy:
    """Tells the browser to run and load only our own files, so that a script in a message is only text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the policy to every answer that does not bring one of its own."""
        response = self._get_response(request)
        response.headers.setdefault(HEADER, POLICY)
        return response
