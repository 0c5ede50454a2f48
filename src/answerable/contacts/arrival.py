"""What a channel hands over when somebody contacts a council, whatever the channel."""

from dataclasses import dataclass, field

from answerable.councils.models import Council, Team
from answerable.customers.proof import Proof

UNREAD_KINDS = ("enquiry",)
"""What a message is taken for until somebody has read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message from outside, understood as far as it could be.

    ``team`` is whom it came to, read as it is taken in. ``place`` is where that is which they write about.
    ``answerable`` is False for what must never be answered by a machine: automatic replies, bounces, lists (RFC 3834).
    ``told`` is True where the customer is shown the acknowledgement at once, on the page after the form; a copy still
    goes to those who gave an email address. ``automatic`` is True for what a machine wrote, such as that somebody is
    away: it answers nothing we asked.
    ``caller`` is from where on the internet a form was sent, where that is known: it is compared, and never kept.
    ``proof`` is how far ``name`` and ``email`` are known to be the writer's own, and ``by_stranger`` whether what is
    added to a contact was not written by its customer.
    """

    council: Council
    team: Team
    channel: str
    subject: str = ""
    place: str = ""
    body: str = ""
    kinds: tuple[str, ...] = UNREAD_KINDS
    mailbox: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    needs: str = ""
    welfare: str = ""
    message_id: str = ""
    attachments: tuple[str, ...] = field(default=())
    answerable: bool = True
    automatic: bool = False
    told: bool = False
    caller: str = ""
    proof: Proof = Proof.NOT_TOLD
    by_stranger: bool = False

    @property
    def kind_is_known(self) -> bool:
        """Tell whether somebody has said what it is: whoever filled in a form chose it, and no email says so itself."""
        return self.channel == "web" or self.kinds != UNREAD_KINDS
