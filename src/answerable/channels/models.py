"""What the channels keep of their own: how far each mailbox was fetched, and checks of the ways in."""

from answerable.channels.checks.models import Check
from answerable.channels.email.models import Position

__all__ = ["Check", "Position"]
