"""What is done with charters: publish them."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from answerable.charters import calendars, procedures
from answerable.councils.models import Council
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.promises.models import Edition
from answerable.standards.reading.charters import read_charter


@transaction.atomic
def publish(council: Council, *, text: str, by: Staff | None, at: datetime) -> Edition:
    """Publish a charter from its text, or return the edition that already says exactly this.

    Raises CharterError when the text cannot be read, and ValueError when this version was published with other words:
    an edition never changes, so a change needs a version of its own (C18).
    """
    charter = read_charter(text, f"{council.key}.toml", calendars(), procedures())
    digest = sha256(text.encode()).hexdigest()
    published = Edition.objects.filter(council=council, version=charter.version).first()
    if published is not None:
        if published.digest != digest:
            raise ValueError(
                f"Cannot publish version {charter.version} of {council.name}'s charter again with other words: what "
                f"was published never changes. Give the new words a version of their own."
            )
        return published
    edition = Edition.objects.create(
        council=council,
        version=charter.version,
        in_force_from=charter.in_force_from,
        in_force_until=charter.in_force_until,
        text=text,
        digest=digest,
        published_at=at,
    )
    record(
        "published a charter",
        about=council.key,
        by=by.email if by else "",
        at=at,
        version=edition.version,
        digest=digest,
    )
    return edition
