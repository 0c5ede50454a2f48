"""What the channels keep: messages as they came, and forms as they were sent."""

from answerable.channels.email.models import Incoming, Position
from answerable.channels.web.models import Submission

__all__ = ["Incoming", "Position", "Submission"]
