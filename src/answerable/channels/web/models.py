"""Forms that were sent, so that pressing the button twice makes one contact."""

from django.db import models

from answerable.contacts.models import Contact


class Submission(models.Model):
    """One form that was sent, by the token that was put in it when it was shown, and the contact that it went to."""

    token = models.CharField(max_length=40, unique=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="submissions")

    def __str__(self) -> str:
        return f"A form about {self.contact_id}"
