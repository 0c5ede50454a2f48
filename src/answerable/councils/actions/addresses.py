"""Keep the addresses of a council's postcodes, as its gazetteer lists them."""

from datetime import datetime

from django.db import transaction

from answerable.councils.addresses import AddressBook
from answerable.councils.models import Council, Postcode
from answerable.evidence.actions import record


@transaction.atomic
def keep_addresses(council: Council, book: AddressBook, *, at: datetime) -> None:
    """Keep the addresses that a council's file holds, in the place of all that there were. It takes about a second."""
    Postcode.objects.filter(council=council).delete()
    rows = (Postcode(council=council, code=code, addresses=list(some)) for code, some in book.addresses.items())
    Postcode.objects.bulk_create(rows, batch_size=1_000)
    record("took addresses", about=council.key, at=at, addresses=book.many, left_out=len(book.left_out))
