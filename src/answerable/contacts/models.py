"""Contacts, facts, clocks, messages and the outbox."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import models

from answerable.councils.models import Council, Team
from answerable.customers.models import Customer
from answerable.customers.proof import Proof
from answerable.evidence.sealed import Sealed
from answerable.evidence.words import Worded
from answerable.people.models import Staff
from answerable.promises.models import Edition, Text
from answerable.standards.charter.promises import LONGEST_NAME
from answerable.standards.judging.outcome import Measure, State
from answerable.standards.vocabulary.leaving_out import LEAVING_OUT

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When nothing is due: a moment, so that the two databases put it in the same place."""

LONGEST_PLACE = 600
"""Characters of where it is: an address that was chosen, and what was written beside it."""

STATES = [(state.value, state.value) for state in State]
OPEN_STATES = tuple(
    state.value for state in (State.RUNNING, State.DUE_SOON, State.EXPOSED, State.PAUSED, State.UNCOUNTED)
)
"""A clock in these can still turn out either way."""


class Contact(models.Model):
    """One person's matter with a council, from the moment it reached us (C3)."""

    class Outcome(models.TextChoices):
        """How a contact ended."""

        ANSWERED = "answered", "Answered in full"
        DONE = "done", "Done: what was asked for has been carried out"
        WITHDRAWN = "withdrawn", "Taken back by the customer"
        UNMET = "unmet", "Ended before anybody answered or saw them"
        SPAM = "spam", LEAVING_OUT["spam"].title
        BOUNCE = "bounce", LEAVING_OUT["bounce"].title
        DUPLICATE = "duplicate", LEAVING_OUT["duplicate"].title
        MISDIRECTED = "misdirected", LEAVING_OUT["misdirected"].title
        TEST = "test", LEAVING_OUT["test"].title

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="contacts")
    team = models.ForeignKey(
        Team,
        to_field="path",
        db_column="path",
        on_delete=models.PROTECT,
        related_name="contacts",
        db_index=False,
        help_text="The team it is with, by its path: s5/roads/post.",
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, help_text="The charter it is judged by (C18).")
    holidays = models.ForeignKey(
        Text,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The bank holidays by which its clocks were last reckoned (C19).",
    )
    reference = models.CharField(max_length=9, unique=True)
    channel = models.CharField(max_length=20)
    came_as = models.JSONField(help_text="The kinds it came as. What it is now are its kinds (C17).")
    mailbox = models.CharField(max_length=LONGEST_NAME, blank=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="contacts")
    subject = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=LONGEST_PLACE, blank=True, help_text="Where it is, as they said or chose.")
    received_at = models.DateTimeField()
    welfare = models.CharField(max_length=200, blank=True, help_text="Why somebody may come to harm; it goes first.")
    held_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="held")
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=Outcome.choices)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    next_due = models.DateTimeField(default=NEVER, help_text="When its promise soonest broken is, or was, due.")
    is_welfare = models.BooleanField(
        default=False,
        help_text="It goes first: somebody may come to harm, or words that may mean it wait to be looked at.",
    )
    flood = models.ForeignKey(
        "Flood",
        null=True,
        on_delete=models.PROTECT,
        related_name="contacts",
        db_index=False,
        help_text="What it is one of many of, and shown as one row with.",
    )
    erased_at = models.DateTimeField(
        null=True, help_text="When what it says of a person went. What happened, and when, stays."
    )

    class Meta:
        """The queue reads the open contacts of a council in its own order, straight from an index; so floods too.

        How many somebody or nobody holds is counted in another.

        Those that were closed and still say something of a person are found by when they were closed.
        """

        indexes = (
            models.Index(
                fields=["council", "-is_welfare", "next_due", "id"],
                name="contact_queue",
                condition=models.Q(closed_at=None, flood=None),
            ),
            models.Index(
                fields=["council", "flood"],
                name="contact_floods",
                condition=models.Q(closed_at=None, flood__isnull=False),
            ),
            models.Index(
                fields=["council", "held_by", "team"],
                name="contact_held",
                condition=models.Q(closed_at=None, flood=None),
            ),
            models.Index(fields=["flood", "id"], name="contact_of_flood", condition=models.Q(flood__isnull=False)),
            models.Index(fields=["council", "received_at"], name="contact_received"),
            models.Index(
                fields=["council", "closed_at"],
                name="contact_kept",
                condition=models.Q(closed_at__isnull=False, erased_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it down, and what its kinds repeat of it, so that the queue of a kind is in the same order."""
        is_new, written = self._state.adding, kwargs.get("update_fields")
        super().save(*args, **kwargs)
        repeated = {name: getattr(self, name) for name in KindRow.REPEATED if written is None or name in written}
        if repeated and not is_new:
            self.kinds.update(**repeated)

    @property
    def path(self) -> str:
        """The path of its team, which is where it is."""
        return self.team_id


class PageKey(models.Model):
    """One key to a contact's own page. What is kept cannot open it: only the digest of the key (``keys.digest_of``)."""

    class Opens(models.TextChoices):
        """What a key is for."""

        PAGE = "page", "Their page"
        WRITING = "writing", "Writing from their page"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="page_keys")
    opens = models.CharField(max_length=10, choices=Opens.choices, default=Opens.PAGE)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="The latest: it may end before, some time after its contact is closed.")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Found by its digest."""

        db_table = "contacts_page_key"

    def __str__(self) -> str:
        return f"A key made at {self.made_at:%Y-%m-%d %H:%M}"


class KindRow(models.Model):
    """One kind that a contact is of, as it is now (C17), in the place of the contact in the queue.

    What it repeats of its contact is written by ``Contact.save``, so that the queue of a kind is read from one index.
    """

    REPEATED: ClassVar[tuple[str, ...]] = ("is_welfare", "next_due", "closed_at", "flood_id")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="kinds", db_index=False)
    kind = models.CharField(max_length=40)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_welfare = models.BooleanField()
    next_due = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    flood = models.ForeignKey("Flood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """A contact is of a kind once; the open contacts of a kind are read in the queue's order."""

        db_table = "contacts_kind"
        constraints = (models.UniqueConstraint(fields=["contact", "kind"], name="one_row_a_kind"),)
        indexes = (
            models.Index(
                fields=["council", "kind", "-is_welfare", "next_due", "contact"],
                name="kind_queue",
                condition=models.Q(closed_at=None, flood=None),
            ),
        )

    def __str__(self) -> str:
        return self.kind


class FactRow(Worded, Sealed):
    """Something that happened to a contact. It never changes; a correction is another fact.

    ``details`` hold codes, yes or no, and days and moments as ISO 8601. ``words`` hold what people wrote of it, by the
    names that the vocabulary calls so; they alone can be erased.
    """

    SORT = "fact"
    COLUMNS = ("id", "contact_id", "what", "at", "by_id", "noted_at", "details", "words_digest")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="facts")
    what = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        """In the order they happened."""

        db_table = "contacts_fact"
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it down once. Raises TypeError when it is written already."""
        if not self._state.adding:
            raise TypeError(f"Cannot change the fact '{self}': facts never change. Note another fact that corrects it.")
        super().save(*args, **kwargs)

    @classmethod
    def found(cls, keys: Collection[str]) -> Iterator["FactRow"]:
        """Give the facts with some keys, with the references of their contacts."""
        facts = cls.objects.filter(id__in=list(keys)).select_related("contact")
        yield from facts.only(*cls.COLUMNS, "words", "salt", "contact__reference")

    def written_at(self) -> datetime:
        """Return when it was noted, which may be later than it happened."""
        return self.noted_at

    def concerns(self) -> str:
        """Return the reference of its contact."""
        return self.contact.reference


class Proposal(models.Model):
    """What somebody would do to a contact of which a limit had passed, until a second person agrees or refuses.

    ``what`` and ``details`` are those of the fact that it becomes once that person agrees. Nothing of it holds before,
    and what was decided stays on the contact's page.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="proposals")
    what = models.CharField(max_length=40)
    details = models.JSONField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(default=False)
    refusal = models.TextField(blank=True, help_text="Why it was refused.")

    class Meta:
        """In the order they were made; of each contact one at a time waits."""

        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints = (
            models.UniqueConstraint(fields=["contact"], name="one_proposal_waits", condition=models.Q(decided_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.what} proposed at {self.at:%Y-%m-%d %H:%M}"


class ClockRow(models.Model):
    """Where one promise to a contact stands, as last reckoned; made from the facts, and made again at any time.

    ``due``, ``decided``, ``stopped``, ``measure`` and ``state`` are the engine's (``standards.outcome.Clock``).
    Where ``state`` is uncounted, ``due`` and ``decided`` are the first moment not known: it is due then or later.
    ``wake_at`` is the next moment at which time alone may change the state; empty when it cannot.
    ``noticed_at`` is when we first found the promise broken, which may be later than it broke.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="clocks")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    promise = models.CharField(max_length=LONGEST_NAME)
    beside = models.CharField(max_length=LONGEST_NAME, blank=True)
    about = models.ForeignKey(FactRow, null=True, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=10, choices=[(measure.value, measure.value) for measure in Measure])
    state = models.CharField(max_length=20, choices=STATES)
    reason = models.TextField()
    due = models.DateTimeField()
    decided = models.DateTimeField()
    stopped = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True)

    class Meta:
        """Clocks that may change by themselves are found by the moment; a period's by when they were decided."""

        db_table = "contacts_clock"
        indexes = (
            models.Index(fields=["wake_at"], name="clock_wake_at", condition=models.Q(wake_at__isnull=False)),
            models.Index(fields=["council", "decided"], name="clock_decided"),
        )

    def __str__(self) -> str:
        return f"{self.promise}: {self.state}"


class Message(models.Model):
    """Something written: by the customer, by us to them, or by one of us for colleagues."""

    class Sort(models.TextChoices):
        """What a message is for."""

        FROM_CUSTOMER = "from customer", "Message from the customer"
        ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
        QUESTION = "question", "Request for information"
        DELAY = "delay", "Delay notice"
        REPLY = "reply", "Reply"
        NOTICE = "notice", "Notice of what we did"
        CALL = "call", "Telephone call"
        NOTE = "note", "Note for colleagues"
        TO_DUTY = "to duty", "Word to whoever is on duty"
        LINK = "link", "New link to their page"
        CODE = "code", "Code to write with"
        UPDATE = "update", "Word that something has happened"
        ASKED_OUTSIDE = "asked outside", "Question to somebody outside"
        OUTSIDE_ANSWER = "answer from outside", "Answer from outside, by a link"

    KEYS: ClassVar[tuple[Sort, ...]] = (Sort.LINK, Sort.CODE, Sort.UPDATE)
    """What brings a key and says nothing."""
    AMONG_US: ClassVar[tuple[Sort, ...]] = (
        *(Sort.NOTE, Sort.TO_DUTY, *KEYS),
        *(Sort.ASKED_OUTSIDE, Sort.OUTSIDE_ANSWER),
    )
    """What the customer is not shown on their page."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="messages")
    sort = models.CharField(max_length=20, choices=Sort.choices)
    at = models.DateTimeField(help_text="When it reached us, or when it was written.")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    words = models.TextField(blank=True, help_text="What one of us wrote of it, where the rest was added.")
    message_id = models.CharField(max_length=300, blank=True, db_index=True)
    attachments = models.JSONField(default=list, help_text="The names of what came with it.")
    from_name = models.CharField(max_length=200, blank=True, help_text="Of a message to us: who it says it is from.")
    from_address = models.CharField(max_length=254, blank=True, help_text="The address that it says it is from.")
    proof = models.CharField(
        max_length=10,
        blank=True,
        choices=[(proof.value, proof.value) for proof in Proof if proof.value],
        help_text="How far that is proved.",
    )
    by_stranger = models.BooleanField(default=False, help_text="Whether it was not the customer who wrote it.")
    token = models.CharField(
        max_length=40, null=True, unique=True, help_text="Of the form it was written in, which writes once only."
    )

    class Meta:
        """In the order they were written."""

        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} of {self.at:%Y-%m-%d %H:%M}"


class WelfareFlag(models.Model):
    """Words in a message that may mean that somebody could come to harm, and what a person said of them.

    Until somebody has, its contact goes first. ``found`` is a list of [what it may be about, the words]. It is kept
    whatever was said of it, with the reason.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="welfare_flags")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="welfare_flag")
    found = models.JSONField()
    raised_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    is_confirmed = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        """In the order they were raised."""

        db_table = "contacts_welfare_flag"
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Say what was found: "heating, water or power (“no heating”)"."""
        said: dict[str, list[str]] = {}
        for about, words in self.found:
            said.setdefault(about, []).append(f"“{words}”")
        return "; ".join(f"{about} ({', '.join(words)})" for about, words in said.items())


class DraftLetter(models.Model):
    """What somebody has typed and not sent: one for each writer, contact and sort of letter.

    Nobody but its writer reads it; colleagues see that there is one. ``fields`` are the boxes of the form, as typed.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="drafts")
    by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    sort = models.CharField(max_length=20, choices=Message.Sort.choices)
    fields = models.JSONField(default=dict)
    newest = models.BigIntegerField(help_text="The newest message that its writer had before them, by its id.")
    saved_at = models.DateTimeField()

    class Meta:
        """Whoever writes the same sort of letter again goes on with the one they had."""

        constraints = (models.UniqueConstraint(fields=["contact", "by", "sort"], name="one_draft_each"),)

    def __str__(self) -> str:
        return f"{self.get_sort_display()}, kept {self.saved_at:%Y-%m-%d %H:%M}"


class Outgoing(models.Model):
    """A message in the outbox: who carries it, the fact that sending it makes, and how far it has got.

    ``carrier`` is the name of who carries it (``carrier.carrier_for``). The message has its Message-ID before the first
    try, so that a copy which left can be known again.
    """

    class State(models.TextChoices):
        """How far it has got. SENDING that outlives its dispatcher is in doubt, until the sent copy is looked for."""

        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="outgoing")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(max_length=20, default="email")
    to = models.EmailField(blank=True, help_text="Where it goes, if not to the customer.")
    facts = models.JSONField(default=list, help_text="What sending it will have been: a list of [what, details].")
    in_reply_to = models.CharField(max_length=300, blank=True)
    automatic = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    try_at = models.DateTimeField(help_text="Not before this moment.")
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        """What waits is found by the moment of its next try."""

        indexes = (
            models.Index(
                fields=["try_at"], name="outgoing_waiting", condition=models.Q(state__in=["waiting", "sending"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.message}: {self.get_state_display()}"


class LimitCount(models.Model):
    """How often somebody did something from outside within one span: see limits.py. It says not who, but a digest."""

    limit = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    number = models.PositiveIntegerField()

    class Meta:
        """One row a limit, somebody and span."""

        constraints = (models.UniqueConstraint(fields=["limit", "who", "since"], name="one_count_a_span"),)

    def __str__(self) -> str:
        return f"{self.limit}: {self.number} since {self.since:%Y-%m-%d %H:%M}"


class HandOver(models.Model):
    """All the open work that somebody holds goes to a colleague, or to nobody, from a day on. Nothing says why."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        """Of each person one at a time waits."""

        db_table = "contacts_hand_over"
        constraints = (
            models.UniqueConstraint(
                fields=["council", "holder"],
                name="one_hand_over_waits",
                condition=models.Q(done_at=None, called_off_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"The work of {self.holder} to {self.to or 'nobody'} from {self.from_on}"


class Flood(models.Model):
    """Many contacts that came in a short time and have one thing in common; the queue shows them as one row.

    ``who`` is the digest of what they have in common. It lasts until for a while no other has come. Those about one
    matter were put together by somebody, whenever they came, and ``who`` is the reference of the first.
    """

    class By(models.TextChoices):
        """What the contacts of a flood have in common."""

        ADDRESS = "address", "from one email address"
        CALLER = "caller", "from one internet address"
        WORDS = "words", "with the same words"
        DOMAIN = "domain", "from addresses of one domain"
        MATTER = "matter", "about one matter"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="floods")
    by = models.CharField(max_length=10, choices=By.choices)
    who = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField(help_text="When the last of them was taken in.")
    is_alike = models.BooleanField(help_text="Whether all that came have the same words.")
    ended_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True, help_text="When somebody said that it is none.")

    class Meta:
        """One at a time of each thing in common."""

        constraints = (
            models.UniqueConstraint(
                fields=["council", "by", "who"], name="one_flood_lasts", condition=models.Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"Contacts {self.get_by_display()}, since {self.began_at:%Y-%m-%d %H:%M}"


class FloodMark(models.Model):
    """What a contact may have in common with others that come in the same hour: a digest of it, kept for that long."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="flood_marks")
    by = models.CharField(max_length=10, choices=Flood.By.choices)
    who = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True, help_text="When it was taken in.")

    class Meta:
        """Those that have something in common are found by it."""

        db_table = "contacts_flood_mark"
        indexes = (models.Index(fields=["council", "by", "who"], name="flood_mark"),)

    def __str__(self) -> str:
        return f"{self.get_by_display()}: {self.who}"


class FloodAct(models.Model):
    """What somebody decided about a whole flood in one act, and how far the worker has carried it out.

    It is done to each of its contacts by itself, in the order of their ids, as if its page had been used at ``at``.
    ``up_to`` is the newest contact that was there to be seen, and ``reached`` the last to which it was done.
    """

    class What(models.TextChoices):
        """What is done to each contact."""

        ASIDE = "aside", "put aside"
        AGREE = "agree", "agree to what is proposed"
        REFUSE = "refuse", "refuse what is proposed"
        BACK = "back", "put back"
        SINGLY = "singly", "show singly"

    flood = models.ForeignKey(Flood, on_delete=models.PROTECT, related_name="acts")
    what = models.CharField(max_length=10, choices=What.choices)
    code = models.CharField(max_length=20, blank=True, help_text="The ground on which they are left out.")
    of = models.CharField(max_length=9, blank=True, help_text="The contact that they repeat.")
    why = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    up_to = models.BigIntegerField()
    reached = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were decided; one of a flood at a time is carried out."""

        db_table = "contacts_flood_act"
        ordering: ClassVar[list[str]] = ["id"]
        constraints = (
            models.UniqueConstraint(fields=["flood"], name="one_act_at_a_time", condition=models.Q(done_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.get_what_display()} at {self.at:%Y-%m-%d %H:%M}"
