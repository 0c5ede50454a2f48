"""What the pages of residents ask: who reads what is sent, what became of a form, and whose page this is."""

from secrets import compare_digest

from answerable.channels.web.models import Submission
from answerable.contacts.models import Contact
from answerable.councils.models import Council, Team


def front_door(council: Council) -> Team:
    """Return the team that reads what comes by the form: the one behind the council's first mailbox, or its first team.

    Raises LookupError for a council that has no team.
    """
    teams = Team.objects.filter(service__council=council).order_by("mailboxes__id", "id")
    found = teams.filter(mailboxes__isnull=False).first() or teams.first()
    if found is None:
        raise LookupError(f"Nobody at {council.name} could read a message: it has no team. Give it one first.")
    return found


def sent_with(token: str) -> Contact | None:
    """Return the contact that a form with this token went to, or None when it was not sent yet."""
    sent = Submission.objects.select_related("contact").filter(token=token).first()
    return sent.contact if sent else None


def followed(council: Council, reference: str, secret: str) -> Contact | None:
    """Return the contact whose page this is, or None when there is none such, or the secret is not its own.

    The comparison takes as long for a secret that is nearly right as for any other. Nothing says which was wrong.
    """
    found = (
        Contact.objects.filter(council=council, reference=reference.upper())
        .select_related("edition", "held_by", "team")
        .first()
    )
    if found is None or not compare_digest(found.secret.encode(), secret.encode()):
        return None
    found.council = council
    return found
