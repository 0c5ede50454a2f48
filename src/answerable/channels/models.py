"""What the channels keep of their own: how far each mailbox was fetched."""

from answerable.channels.email.models import Position

__all__ = ["Position"]
