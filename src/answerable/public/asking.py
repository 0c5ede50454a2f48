"""What a request brings, beyond what Django knows of."""

from datetime import datetime

from django.http import HttpRequest


class Asked(HttpRequest):
    """A request with the one moment at which it is answered; the middleware in config/clock.py reads the clock."""

    now: datetime
