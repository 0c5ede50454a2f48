"""Tags and their words, mentions, watches and reminders: a row for each."""

from django.db import models

from answerable.contacts.models import Contact, Message
from answerable.councils.models import Council
from answerable.people.models import Staff

LONGEST_TAG, LONGEST_WHY = 30, 100
"""Characters of a tag, and of why somebody wants to be reminded."""


class TagWord(models.Model):
    """A word that a council's contacts are tagged with. It is there for as long as any of them has it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=LONGEST_TAG)
    made_at = models.DateTimeField()

    class Meta:
        """A council has each word once, and is asked for them by it."""

        db_table = "marks_tag_word"
        constraints = (models.UniqueConstraint(fields=["council", "name"], name="one_tag_word"),)

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word on a contact, and who put it there."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="tags", db_index=False)
    word = models.ForeignKey(TagWord, on_delete=models.PROTECT, related_name="tags")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        """A contact has each word once."""

        constraints = (models.UniqueConstraint(fields=["contact", "word"], name="one_tag_each"),)

    def __str__(self) -> str:
        return f"{self.word} on contact {self.contact_id}"


class Mention(models.Model):
    """That a note names a colleague: ``written`` is how, and ``seen_at`` when they have opened the contact since."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="mentions")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    written = models.CharField(max_length=300, help_text="As it stands in the note: @ana")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """A note mentions somebody once, however often it names them."""

        constraints = (models.UniqueConstraint(fields=["message", "staff"], name="one_mention_each"),)
        indexes = (models.Index(fields=["staff"], name="mention_unseen", condition=models.Q(seen_at=None)),)

    def __str__(self) -> str:
        return f"{self.written} on contact {self.contact_id}"


class Watch(models.Model):
    """That somebody wants to know what happens to a contact.

    ``seen_message`` and ``seen_fact`` are the newest of each when they last opened it: what has a greater number is
    news. Moments would not do, for a letter is logged days after it reached us.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="watches")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    seen_message = models.BigIntegerField(default=0)
    seen_fact = models.BigIntegerField(default=0)

    class Meta:
        """Somebody watches a contact once."""

        constraints = (models.UniqueConstraint(fields=["staff", "contact"], name="one_watch_each"),)

    def __str__(self) -> str:
        return f"{self.staff} watches contact {self.contact_id}"


class Reminder(models.Model):
    """What somebody wants to be reminded of, from a moment on until they have done it, when the row goes."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="reminders")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(db_index=True)
    why = models.CharField(max_length=LONGEST_WHY)
    made_at = models.DateTimeField()

    class Meta:
        """Somebody is reminded of a contact once at one moment."""

        constraints = (models.UniqueConstraint(fields=["staff", "contact", "due_at"], name="one_reminder_at_a_moment"),)

    def __str__(self) -> str:
        return f"{self.staff}, at {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def key(self) -> str:
        """What it is known by: put off, it is another."""
        return f"reminder {self.pk} {self.due_at.timestamp():.0f}"
