"""What the channels keep: messages as they came, forms as they were sent, and checks of both."""

from answerable.channels.checks.models import Check
from answerable.channels.email.models import Incoming, Position
from answerable.channels.web.models import Submission

__all__ = ["Check", "Incoming", "Position", "Submission"]
