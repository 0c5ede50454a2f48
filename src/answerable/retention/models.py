"""What is held: kept, whatever its time, until somebody lifts the hold."""

from django.db import models

from answerable.contacts.models import Contact
from answerable.customers.models import Customer
from answerable.people.models import Staff


class Hold(models.Model):
    """A hold on one contact, or on all of its customer's too: nothing of it is erased until it is lifted.

    ``customer`` is named where it is on all that is theirs. ``review_on`` is when somebody looks whether it is still
    needed; it holds on after that day.
    """

    class Ground(models.TextChoices):
        """Why something has to stay (B.16)."""

        COMPLAINT = "complaint", "A complaint that is not over"
        OMBUDSMAN = "ombudsman", "The Ombudsman looks into it, or may be asked to"
        LITIGATION = "litigation", "A court case, or a claim that may become one"
        OWN_INFORMATION = "own information", "Somebody asked for their own information"

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="holds")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="holds")
    ground = models.CharField(max_length=20, choices=Ground.choices)
    why = models.TextField()
    review_on = models.DateField()
    placed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    why_lifted = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.get_ground_display()}, to be looked at again on {self.review_on:%Y-%m-%d}"


class ErasureGround(models.TextChoices):
    """Why somebody has the right to have erased what is held about them (Article 17(1))."""

    NOT_NEEDED = "not needed", "It is no longer needed for what it was given for (a)"
    CONSENT = "consent withdrawn", "They take back the consent on which we held it (b)"
    OBJECTION = "objection", "They object, and nothing outweighs that (c)"
    UNLAWFUL = "unlawful", "It should never have been held (d)"
    DUTY = "duty", "A law says that it must go (e)"
