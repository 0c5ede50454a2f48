"""Members of staff, and the posts they hold."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from answerable.rows.queries import prepared


class Role(models.TextChoices):
    """What a person is there to do; see permissions.py for what each may do."""

    OFFICER = "officer", "Officer"
    MANAGER = "manager", "Manager"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


class StaffManager(BaseUserManager["Staff"]):
    """Makes members of staff."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Staff":
        """Add somebody by their email address, which is how they sign in."""
        staff = self.model(email=email.lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """Somebody who works for a council, with the name and the telephone number that residents are given (S5-26).

    ``enrolled_at`` is when they set up their one-time codes; until then they see no page of the desk.
    ``password_given_at`` is when somebody else gave them the password they have; None once they chose one.
    """

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    enrolled_at = models.DateTimeField(null=True)
    password_given_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """What the record of who did what calls them: their email address may be too long for it, and may change."""
        return f"staff {self.pk}"

    @cached_property
    def held_posts(self) -> "list[Post]":
        """The posts somebody holds, asked for once in a request."""
        return _posts(self.pk)

    @property
    def councils(self) -> list[str]:
        """The keys of the councils where somebody holds a post."""
        return sorted({post.path.partition("/")[0] for post in self.held_posts})

    def get_full_name(self) -> str:
        """Return the name residents are given."""
        return self.name

    def get_session_auth_hash(self) -> str:
        """Return what a session is good for: one begun before the one-time codes were set up ends with the setting up.

        Django does the same when the password changes. Without this, whoever knew the password alone and had signed
        in first would stay signed in.
        """
        enrolled = self.enrolled_at.timestamp() if self.enrolled_at else ""
        return salted_hmac("answerable.people.session", f"{self.password} {enrolled}", algorithm="sha256").hexdigest()


class Post(models.Model):
    """A role that somebody holds at a place: a council ("s5"), a service ("s5/roads") or a team ("s5/roads/post").

    It reaches everything at that path and below it, and nothing beside or above.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    path = models.CharField(max_length=100)

    class Meta:
        """Nobody holds the same post twice."""

        constraints = (models.UniqueConstraint(fields=["staff", "role", "path"], name="one_post_each"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.path}"


@prepared
def _posts(staff: int) -> "models.QuerySet[Post]":
    return Post.objects.filter(staff=staff).order_by("path", "role")


class Delay(models.Model):
    """How many tries to sign in to one account were wrong in a row, and until when the next has to wait.

    ``account`` is a digest of the address, which may be anybody's and not only of staff. ``device`` is empty for all
    that are not known: see devices.py.
    """

    account = models.CharField(max_length=64)
    device = models.CharField(max_length=32, blank=True)
    tries = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        """One count for an account and a device."""

        constraints = (models.UniqueConstraint(fields=["account", "device"], name="one_delay_each"),)

    def __str__(self) -> str:
        return f"{self.tries} tries, the next from {self.until:%Y-%m-%d %H:%M:%S}"

    @staticmethod
    def account_of(email: str) -> str:
        """Return what an address is counted by, however it is written."""
        return salted_hmac("answerable.people.delay", email.strip().lower(), algorithm="sha256").hexdigest()


class FailedSignIn(models.Model):
    """The tries of one day to sign in with one address from one place that failed, whether or not somebody has it.

    ``wrong`` counts those whose password was looked at, ``unheard`` those that came before their turn. The row with
    neither address counts all that came after a day had more rows than are kept.
    """

    day = models.DateField()
    email = models.CharField(max_length=254, blank=True)
    internet_address = models.CharField(max_length=45, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    wrong = models.PositiveIntegerField(default=0)
    unheard = models.PositiveIntegerField(default=0)

    class Meta:
        """One row for a day, an address and a place."""

        constraints = (models.UniqueConstraint(fields=["day", "email", "internet_address"], name="one_failure_each"),)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.email}: {self.wrong + self.unheard}"


class OpenSession(models.Model):
    """One browser in which somebody is signed in: since when, from where, and when it was last used, to the minute."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=200, blank=True)
    internet_address = models.CharField(max_length=45, blank=True)

    def __str__(self) -> str:
        return f"{self.staff} since {self.began_at:%Y-%m-%d %H:%M}"
