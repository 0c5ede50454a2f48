"""A council, its services and their teams, each with a path; and its mailboxes."""

from django.db import models

from answerable.standards.charter.promises import LONGEST_NAME


class Council(models.Model):
    """One council of this deployment. ``key`` is the first part of its addresses and of every path in it."""

    key = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(max_length=100)
    colour = models.CharField(max_length=7, default="#1d70b8")
    phone = models.CharField(max_length=40)
    web = models.CharField(max_length=200)
    address = models.TextField()
    opening = models.TextField()
    urgent_numbers = models.JSONField(default=list, help_text="For what cannot wait; see urgent.UrgentNumber.")
    duty_address = models.EmailField(blank=True, help_text="Who is told by email, at once, that somebody is in danger.")
    link_days_after_closing = models.PositiveIntegerField(
        default=90, help_text="Days for which the link to a resident's own page opens it after we closed the matter."
    )
    link_days_longest = models.PositiveIntegerField(default=730, help_text="Days after which any such link ends.")
    privacy = models.JSONField(default=dict, help_text="What its privacy page says, by the keys of its file.")
    accessibility = models.JSONField(default=dict, help_text="What its accessibility statement says, likewise.")
    keeps = models.JSONField(
        default=dict, help_text="How long it keeps what, where it is not as keeping.KEEPING has it."
    )
    changed_on_screen = models.JSONField(
        default=list, help_text="What was changed on screen since its file was last read: see councils/settings.py."
    )
    erases_daily = models.BooleanField(default=False, help_text="Whether what was kept long enough goes by itself.")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The path that holds everything of the council."""
        return self.key


class Service(models.Model):
    """A service of a council, which owns the promises made to the people who contact it (C21).

    Where one of its teams ``takes_forms``, the form on the website asks what a message is about, and offers it.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="services")
    key = models.SlugField(max_length=30)
    name = models.CharField(max_length=100)
    takes_forms = models.ForeignKey(
        "Team",
        on_delete=models.SET_NULL,
        null=True,
        related_name="takes_forms_of",
        help_text="Which of its teams takes what residents send it by the form; none where the form does not offer it.",
    )
    public_title = models.CharField(
        max_length=80, blank=True, help_text="What residents read instead of its name, where that is a word of ours."
    )
    public_hint = models.CharField(
        max_length=150, blank=True, help_text="What it is for, in a line under that: missed bins, street lamps."
    )

    class Meta:
        """A key names one service of a council."""

        constraints = (models.UniqueConstraint(fields=["council", "key"], name="one_service_a_key"),)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The path that holds everything of the service."""
        return f"{self.council_id}/{self.key}"

    @property
    def title(self) -> str:
        """What residents read of it."""
        return self.public_title or self.name


class Team(models.Model):
    """A team of a service. ``answers_name`` is the person an automatic message names as having it in hand (S5-25)."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="teams")
    key = models.SlugField(max_length=30)
    name = models.CharField(max_length=100)
    answers_name = models.CharField(max_length=100)
    answers_phone = models.CharField(max_length=40)
    path = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class Postcode(models.Model):
    """The addresses of one postcode, as a council's gazetteer lists them, for whoever says where something is."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="postcodes", db_index=False)
    code = models.CharField(max_length=7, help_text="Without a space: S62AB.")
    addresses = models.JSONField(help_text="Each as one line, in the order in which they are offered.")

    class Meta:
        """A postcode of a council is here once, and found by its council and its letters."""

        constraints = (models.UniqueConstraint(fields=["council", "code"], name="one_row_a_postcode"),)

    def __str__(self) -> str:
        return self.code


class Mailbox(models.Model):
    """An address to which residents write. Its server and password are in the deployment's mail file, not here."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="mailboxes")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="mailboxes")
    address = models.EmailField(unique=True)
    name = models.CharField(
        max_length=LONGEST_NAME, blank=True, help_text="As a charter names it, such as contact-group (S4-32)."
    )
    checked_by = models.CharField(
        max_length=253, blank=True, help_text="The name under which its server says who wrote (RFC 8601); - for none."
    )

    def __str__(self) -> str:
        return self.address
