"""Taking the newest seal out of the house: into a file, and once a day by email."""

import json
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings

from answerable.channels.email.servers import all_servers, cut_off, open_smtp
from answerable.evidence.actions import record
from answerable.evidence.anchoring import MAILED, as_anchor, is_due, write_anchor
from answerable.evidence.queries import newest_seal

BODY = """This is the newest seal on the record of {origin}, which stands for everything sealed before it.
Keep this message: whoever verifies the record can be given the line below, and finds out whether anything was cut off.

{line}
"""


def note_anchor(now: datetime) -> int:
    """Add the newest seal to the file of ANSWERABLE_ANCHOR, where there is one."""
    return write_anchor(Path(settings.ANCHOR)) if settings.ANCHOR else 0


def mail_anchor(now: datetime) -> int:
    """Send the newest seal to the address of ANSWERABLE_ANCHOR_TO, where there is one, if it is a day since the last.

    Raises OSError, or RuntimeError where no mailbox can send it; it is then tried again.
    """
    newest = newest_seal()
    if not settings.ANCHOR_TO or newest is None or not is_due(now):
        return 0
    sender, servers = next(iter(sorted(all_servers().items())), (None, None))
    if sender is None or servers is None:
        raise RuntimeError("Cannot send the newest seal: ANSWERABLE_MAIL names no mailbox to send it from. Add one.")
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, settings.ANCHOR_TO
    letter["Subject"] = f"Seal {newest.number:,} on the record of {settings.ORIGIN}"
    letter["Date"], letter["Auto-Submitted"] = format_datetime(now), "auto-generated"
    letter.set_content(BODY.format(origin=settings.ORIGIN, line=json.dumps(as_anchor(newest))))
    with open_smtp(servers.smtp) as line, cut_off(lambda: line.sock):
        line.send_message(letter)
    record(MAILED, about="record", at=now, number=newest.number)
    return 1
