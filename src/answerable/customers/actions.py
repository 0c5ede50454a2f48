"""What is done with the people who contact us: meet them, correct what we have of them, and forget them."""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import NamedTuple

from django.db.models import Q, QuerySet

from answerable.councils.models import Council
from answerable.customers.models import Customer
from answerable.rows.actions import insert
from answerable.rows.queries import prepared


class NamedInLog(NamedTuple):
    """What somebody else's log says of a customer, which nothing proves."""

    name: str = ""
    email: str = ""
    phone: str = ""
    needs: str = ""


NOBODY_NAMED = NamedInLog()

CORRECTED = ("name", "email", "phone", "address", "needs")
"""What can be corrected of a customer."""


def meet(
    council: Council, *, name: str = "", email: str = "", phone: str = "", needs: str = "", proven: bool = False
) -> Customer | None:
    """Return the customer who contacts us, known or new, or None when nothing is known of them.

    ``proven`` is whether they are known to have written from the address. Then the address says who they are, and what
    they tell us fills what was empty, and overwrites nothing. Anybody else who gives an address may be anybody: they
    are known again when all that they say is what was said before, they change nothing of what is known of anybody,
    and they never learn it from us. Without an address they are new each time.
    """
    email, name = email.strip().lower(), name.strip()
    told = {"name": name, "phone": phone.strip(), "needs": needs.strip()}
    stranger = Customer(council=council, email=email, is_proven=proven and bool(email), **told)
    if not email:
        return _new(stranger) if any(told.values()) else None
    customer = _known.first(council.pk, email, *told.values(), is_proven=proven)
    if customer is None:
        return _new(stranger)
    new = {field: value for field, value in told.items() if value and not getattr(customer, field)}
    if new:
        for field, value in new.items():
            setattr(customer, field, value)
        customer.save(update_fields=list(new))
    return customer


@prepared
def _known(council: str, email: str, name: str, phone: str, needs: str, *, is_proven: bool) -> QuerySet[Customer]:
    same = {} if is_proven else {"name": name, "phone": phone, "needs": needs}
    found = Customer.objects.filter(council=council, email=email, is_proven=is_proven, **same)
    return found.order_by("id")[:1]


def _new(customer: Customer) -> Customer:
    insert([customer])
    return customer


def meet_all(council: Council, told: Sequence[NamedInLog]) -> list[Customer | None]:
    """Return the customer of each of many contacts out of a log, as ``meet`` does where nothing is proved.

    It joins the transaction it is called in.
    """
    clean = [NamedInLog(*(field.strip() for field in one))._replace(email=one.email.strip().lower()) for one in told]
    addresses = {one.email for one in clean if one.email}
    there = (
        Customer.objects.filter(council=council, email__in=addresses, is_proven=False).order_by("id")
        if addresses
        else Customer.objects.none()
    )
    known = {NamedInLog(one.name, one.email, one.phone, one.needs): one for one in reversed(there)}
    found: list[Customer | None] = []
    new = []
    for one in clean:
        customer = known.get(one) if one.email else None
        if customer is None and any(one):
            customer = Customer(council=council, **one._asdict())
            new.append(customer)
            if one.email:
                known[one] = customer
        found.append(customer)
    insert(new)
    return found


def correct(customer: Customer, told: Mapping[str, str]) -> list[str]:
    """Put right what we have of a customer, and return which fields changed; what is not told stays.

    An address that was corrected has not written to us yet: it is proved when a message comes from it. It joins the
    transaction it is called in.
    """
    changed = []
    for field in CORRECTED:
        words = told.get(field, getattr(customer, field)).strip()
        words = words.lower() if field == "email" else words
        if words != getattr(customer, field):
            setattr(customer, field, words)
            changed.append(field)
    if "email" in changed:
        customer.is_proven = False
    if changed:
        customer.save(update_fields=[*changed, "is_proven"])
    return changed


def join(one: Customer, other: Customer) -> bool:
    """Say that two are one person. Each stays as it is, so that they can be taken apart. Returns False if said before.

    It joins the transaction it is called in.
    """
    ids = sorted(each.pk for each in (one, other))
    one, other = Customer.objects.select_for_update().filter(id__in=ids).order_by("id")
    if one.same is not None and one.same == other.same:
        return False
    same = one.same or other.same or token_hex(16)
    of_either = [each.same for each in (one, other) if each.same]
    Customer.objects.filter(Q(id__in=ids) | Q(same__in=of_either)).update(same=same)
    return True


def part(customer: Customer) -> bool:
    """Say that somebody is one person by themselves. Returns False if they were. It joins the caller's transaction."""
    together = Customer.objects.select_for_update().filter(same=customer.same, same__isnull=False)
    others = [one for one in together if one.pk != customer.pk]
    if not others:
        return False
    alone = [customer.pk, *(one.pk for one in others if len(others) == 1)]
    Customer.objects.filter(id__in=alone).update(same=None)
    return True


def forget(customer: Customer) -> None:
    """Delete a customer, of whom nothing may be left. It joins the transaction it is called in."""
    customer.delete()
