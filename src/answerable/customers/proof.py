"""What is known of whether whoever wrote is who they say they are."""

from enum import Enum


class Proof(Enum):
    """How far a name and an address are proved by the way in which a message came.

    ``LINK`` is for what was written on a contact's own page, and ``NOT_ASKED`` for what one of us noted down.
    """

    PASSED = "passed"
    FAILED = "failed"
    NOT_TOLD = "not told"
    LINK = "link"
    NOT_ASKED = ""
