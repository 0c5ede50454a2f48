"""What is done with the people who contact us: meet them."""

from answerable.councils.models import Council
from answerable.customers.models import Customer


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
    if not email:
        return Customer.objects.create(council=council, **told) if any(told.values()) else None
    known = Customer.objects.filter(council=council, email=email, is_proven=proven)
    customer = (known if proven else known.filter(**told)).order_by("id").first()
    if customer is None:
        return Customer.objects.create(council=council, email=email, is_proven=proven, **told)
    new = {field: value for field, value in told.items() if value and not getattr(customer, field)}
    if new:
        for field, value in new.items():
            setattr(customer, field, value)
        customer.save(update_fields=list(new))
    return customer
