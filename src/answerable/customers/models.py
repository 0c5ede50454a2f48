"""A person or body that contacts a council."""

from django.db import models

from answerable.councils.models import Council


class Customer(models.Model):
    """Somebody who contacted one council; another council of the same deployment does not see them."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="customers")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    is_proven = models.BooleanField(
        default=False, help_text="Whether they are known to have written to us from that address."
    )
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    same = models.CharField(
        max_length=32,
        null=True,
        db_index=True,
        help_text="Those with the same are one person, as somebody found who looked. Each stays as it is.",
    )
    needs = models.TextField(blank=True, help_text="How we should treat them: large print, an interpreter, a callback.")

    class Meta:
        """People are looked up by the address they write from."""

        indexes = (models.Index(fields=["council", "email"], name="customer_by_email"),)

    def __str__(self) -> str:
        return self.name or self.email or self.phone or "Somebody who gave no name"
