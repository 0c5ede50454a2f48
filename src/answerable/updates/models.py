"""Whose customer wants an email when something happens."""

from django.db import models

from answerable.contacts.models import Contact


class Follower(models.Model):
    """The customer of one contact wants an email when something happens with it. Where none does, there is no row.

    It names nobody and no address: the email goes to the one that the customer has with us at that moment. All that
    happened up to ``told_up_to`` they know of, or need not be told.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="follower")
    since = models.DateTimeField(help_text="When they said so on their page.")
    told_up_to = models.DateTimeField()
    next_at = models.DateTimeField(db_index=True, help_text="When it is next worth looking whether anything happened.")

    def __str__(self) -> str:
        return f"Emails about {self.contact_id} since {self.since:%Y-%m-%d %H:%M}"
