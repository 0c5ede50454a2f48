"""The standard texts of the demonstration, the same for each council: what its officers are offered as they write."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from answerable.councils.models import Council
from answerable.people.models import Staff
from answerable.texts.actions import write_text
from demonstration.names import read


def write_texts(council: Council, *, owner: Staff, at: datetime) -> None:
    """Write the texts of a council, of which one person owns all."""
    today = localdate(at)
    for said in read("texts")["texts"]:
        write_text(
            path=f"{council.key}/{said['at']}" if said["at"] else council.key,
            title=said["title"],
            words=said["words"].strip(),
            owner=owner,
            review_on=today + timedelta(days=said["review_in"]),
            by=owner,
            at=at,
        )
