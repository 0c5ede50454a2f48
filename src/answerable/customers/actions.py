"""What is done with the people who contact us: meet them."""

from answerable.councils.models import Council
from answerable.customers.models import Customer


def meet(council: Council, *, name: str = "", email: str = "", phone: str = "", needs: str = "") -> Customer | None:
    """Return the customer who writes from this address, known or new, or None when nothing is known of them.

    A name or a telephone number alone does not say who somebody is, so those who give no email address are new each
    time. What they tell us now fills what was empty, and does not overwrite what is there.
    """
    email = email.strip().lower()
    told = {"name": name.strip(), "phone": phone.strip(), "needs": needs.strip()}
    if not email:
        return Customer.objects.create(council=council, **told) if any(told.values()) else None
    customer = Customer.objects.filter(council=council, email=email).order_by("id").first()
    if customer is None:
        return Customer.objects.create(council=council, email=email, **told)
    new = {field: value for field, value in told.items() if value and not getattr(customer, field)}
    if new:
        for field, value in new.items():
            setattr(customer, field, value)
        customer.save(update_fields=list(new))
    return customer
