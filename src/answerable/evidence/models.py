"""The record with its seals, what was deleted for good, and who looked at what: that is kept for a time only."""

from datetime import UTC, datetime

from django.db import models

from answerable.evidence.sealed import Sealed, digest_of_json
from answerable.evidence.words import Worded


class Seal(models.Model):
    """A signature over some rows and over the seal before, so that nothing earlier can change or go unseen.

    ``leaves`` names each row that it was put on, a line each: sort, key and the digest of what is in it. ``digest``
    covers all columns but ``key`` and ``signature``, and the key with that name has signed it (``keys``). ``left`` is
    how many more rows waited; where it is nothing, all that could be sealed was.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    leaves = models.TextField()
    left = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"Seal {self.number:,} of {self.at:%Y-%m-%d %H:%M}"

    def worked_out(self) -> str:
        """Return the digest that it should have."""
        at = self.at.astimezone(UTC).isoformat()
        return digest_of_json([self.number, at, self.previous, self.left, self.leaves])


class Unsealed(models.Model):
    """A row that waits to be sealed. The database itself writes it, as the row is written."""

    sort = models.CharField(max_length=20)
    key = models.CharField(max_length=64)

    class Meta:
        """Whether a row still waits is asked by those that may change until then."""

        indexes = (models.Index(fields=["sort", "key"], name="unsealed_row"),)

    def __str__(self) -> str:
        return f"{self.sort} {self.key}"


class Entry(Worded, Sealed):
    """One thing that somebody did. ``by`` is a staff member's email address, or nothing for the system itself."""

    SORT = "entry"
    COLUMNS = ("id", "at", "by", "what", "about", "details", "words_digest")

    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)

    class Meta:
        """They are asked for newest first, in many ways."""

        indexes = (
            models.Index(fields=["about", "id"], name="entry_about"),
            models.Index(fields=["at"], name="entry_at"),
            models.Index(fields=["by", "at"], name="entry_by"),
            models.Index(fields=["what", "at"], name="entry_what"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the system'}: {self.what} {self.about}"

    def concerns(self) -> str:
        """Return the reference of what it is about."""
        return self.about


class Deletion(Sealed):
    """That something about people was deleted for good: by which rule or on what ground, and how much of what.

    ``reference`` is that of the contact or customer it was about. Nothing here says anything of a person.
    """

    SORT = "deletion"
    COLUMNS = ("id", "at", "by", "kind", "reference", "ground", "removed")

    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    kind = models.CharField(max_length=40, help_text="What sort of deletion: by age, or because somebody asked.")
    reference = models.CharField(max_length=80, db_index=True)
    ground = models.CharField(max_length=300, help_text="The rule of retention, or the ground of the request.")
    removed = models.JSONField(help_text="How many of each were removed, by what they are.")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the system'}: {self.kind} {self.reference}"

    def written_at(self) -> datetime:
        """Return when it was written: the moment of the deletion."""
        return self.at

    def concerns(self) -> str:
        """Return the reference of whom or what it was about."""
        return self.reference


ONE_LOOK = ("hour", "by", "what", "council", "about", "asked_for", "internet_address")
"""What makes two looks the same, and one row."""


class Look(models.Model):
    """What somebody of the staff saw or took away in one hour of the clock: of what, how often, and from where.

    ``about`` is a contact's reference, or nothing. ``asked_for`` is what was typed to search or to filter by: it may
    hold anybody's name, and is the one column of this table that may. ``hour`` is when the hour began, and ``at`` the
    last moment of those that are counted in ``times``.
    """

    class What(models.TextChoices):
        """What can be looked at and taken away: the words of the page that shows it, and of its filter."""

        READ = "read", "Read a contact"
        SEARCHED = "searched", "Searched for contacts"
        SAW_CUSTOMER = "saw customer", "Saw what is known of a customer"
        TOOK_EMAIL = "took email", "Took away an email as it came"
        TOOK_ATTACHMENT = "took attachment", "Took away what came with a message"
        SAW_PICTURE = "saw picture", "Saw a picture that came with a message"
        READ_FLOOD = "read flood", "Read contacts that came as a flood"
        TOOK_ALL = "took all", "Took away all that is held about somebody"
        READ_RECORD = "read record", "Read who did what"
        TOOK_RECORD = "took record", "Took away who did what"
        READ_LOOKS = "read looks", "Read who looked at what"
        TOOK_LOOKS = "took looks", "Took away who looked at what"

    what = models.CharField(max_length=20)
    by = models.CharField(max_length=254)
    council = models.CharField(max_length=20)
    about = models.CharField(max_length=80, blank=True)
    asked_for = models.CharField(max_length=200, blank=True)
    internet_address = models.CharField(max_length=45, blank=True)
    hour = models.DateTimeField()
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        """One row for an hour; and the ways in which they are asked for, always the newest first."""

        constraints = (models.UniqueConstraint(fields=list(ONE_LOOK), name="one_look_an_hour"),)
        indexes = (
            models.Index(fields=["at"], name="look_at"),
            models.Index(fields=["about", "council", "at"], name="look_about"),
            models.Index(fields=["by", "at"], name="look_by"),
            models.Index(fields=["council", "at"], name="look_council"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}: {self.said} {self.about or self.asked_for}"

    @property
    def said(self) -> str:
        """What was looked at, as the page says it."""
        return self.What(self.what).label
