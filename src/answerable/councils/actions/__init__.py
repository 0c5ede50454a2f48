"""What is done with councils: established as their file says, and changed on screen; each in one transaction."""

from answerable.councils.actions.addresses import keep_addresses
from answerable.councils.actions.establishing import ChangedOnScreen, establish
from answerable.councils.actions.settling import NotSettled, add_mailbox, add_service, add_team, change_settings

__all__ = [
    "ChangedOnScreen",
    "NotSettled",
    "add_mailbox",
    "add_service",
    "add_team",
    "change_settings",
    "establish",
    "keep_addresses",
]
