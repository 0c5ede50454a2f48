"""What is done with standard texts: write, change and retire them. Each is in the record, with its words."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from answerable.contacts.filling import check_fields
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.people.permissions import may
from answerable.rows.actions import insert
from answerable.texts.models import StandardText


class TextNotKept(ValueError):
    """A text cannot be kept so: ``about`` is what is wrong, a field of it by name, or nothing."""

    def __init__(self, about: str, words: str) -> None:
        self.about = about
        super().__init__(words)


@transaction.atomic
def write_text(
    *, path: str, title: str, words: str, owner: Staff, review_on: date, by: Staff, at: datetime
) -> StandardText:
    """Write a new text for a place. Raises TextNotKept: for a field that there is not, a title twice."""
    text = StandardText(path=path, title=title, words=words, owner=owner, review_on=review_on, changed_at=at)
    _check(text, at)
    if not insert([text], unless_there=True):
        raise _there_already(text)
    record("wrote a text", about=text.reference, by=by.email, at=at, **_said_of(text))
    return text


@transaction.atomic
def change_text(
    text: StandardText,
    *,
    title: str,
    words: str,
    owner: Staff,
    review_on: date,
    seen: datetime,
    by: Staff,
    at: datetime,
) -> None:
    """Change a text for all letters from now on; what was written with it stays. Raises TextNotKept, as ``write_text``.

    ``seen`` is when it was changed last as far as ``by`` knows: what a colleague did since is not written over.
    """
    now = StandardText.objects.select_for_update().get(pk=text.pk)
    if now.retired_at is not None:
        raise TextNotKept("", f"“{now}” was retired meanwhile. Write it as a new text, if it is still needed.")
    if now.changed_at != seen:
        raise TextNotKept(
            "", f"“{now}” was changed meanwhile. Open it in another window, and put your changes in there."
        )
    now.title, now.words, now.owner, now.review_on, now.changed_at = title, words, owner, review_on, at
    _check(now, at)
    try:
        with transaction.atomic():
            now.save()
    except IntegrityError as problem:
        raise _there_already(now) from problem
    record("changed a text", about=now.reference, by=by.email, at=at, **_said_of(now))


@transaction.atomic
def retire_text(text: StandardText, *, by: Staff, at: datetime) -> bool:
    """Offer a text no longer. Returns False when somebody had retired it a moment before."""
    if not StandardText.objects.filter(pk=text.pk, retired_at=None).update(retired_at=at):
        return False
    record("retired a text", about=text.reference, by=by.email, at=at, words={"title": text.title})
    return True


def _check(text: StandardText, at: datetime) -> None:
    for about, words in (("title", text.title), ("words", text.words)):
        if not words.strip():
            raise TextNotKept(about, f"Cannot keep a text without {'a title' if about == 'title' else 'words'}.")
    try:
        check_fields(text.words)
    except ValueError as problem:
        raise TextNotKept("words", str(problem)) from problem
    if not may(text.owner, "keep-texts", text.path):
        raise TextNotKept(
            "owner", f"{text.owner} may not keep texts for that place, so cannot own one. Choose another."
        )
    if text.is_past(localdate(at)):
        raise TextNotKept("review_on", "The day of the review has passed. Give today or a later day.")


def _there_already(text: StandardText) -> TextNotKept:
    return TextNotKept("title", f"There is a text “{text.title}” here already. Give this one another title.")


def _said_of(text: StandardText) -> dict[str, Any]:
    """Return what the record keeps of a text; what was written by a person can be erased from it."""
    words = {"title": text.title, "words": text.words}
    return {"words": words, "path": text.path, "owner": text.owner.email, "review_on": text.review_on.isoformat()}
