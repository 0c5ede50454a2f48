"""What is done with questions to somebody outside: ask, ask again, take back, answer, remind, forget."""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.timezone import localdate, make_aware

from answerable.asking.models import OutsideLink, OutsideQuestion
from answerable.asking.queries import OF_A_LINK, digest_of_link, may_be_shown, to_remind
from answerable.contacts.actions.noting import in_turn, stand_in_line
from answerable.contacts.keys import new_key
from answerable.contacts.limits import folded
from answerable.contacts.models import Contact, Message
from answerable.councils.models import Mailbox
from answerable.customers.queries import one_person
from answerable.evidence.actions import record
from answerable.memos.actions import write_memo
from answerable.people.models import Staff
from answerable.standards.words import say_day, say_list

LINK_LASTS = timedelta(days=14)
"""How long after the day by which it was needed an answer is still taken."""

MOST_DAYS = 60
"""How many days ahead the day may be: what is not needed sooner can be asked later."""

LONGEST_ANSWER = 5000

_FROM_EIGHT = time(8)
"""Nobody is reminded at night."""


class CannotAsk(ValueError):
    """A question cannot be asked so: ``about`` is what is wrong, a part of it by name, or nothing."""

    def __init__(self, about: str, words: str) -> None:
        self.about = about
        super().__init__(words)


class LinkOver(ValueError):
    """A link takes no answer any more: what it was to is answered, taken back, too long ago or erased."""


@transaction.atomic
def ask_outside(
    contact: Contact,
    *,
    name: str,
    email: str,
    question: str,
    by_on: date,
    shown: Collection[int] = (),
    token: str | None = None,
    by: Staff,
    at: datetime,
) -> OutsideQuestion:
    """Ask somebody outside one question about a contact, by an email with a link. No clock of the contact moves.

    They are shown the question, and of the customer's messages those in ``shown``. What was sent with a ``token``
    before is not asked again. Raises CannotAsk, and Erased.
    """
    in_turn(contact)
    there = OutsideQuestion.objects.filter(question__token=token).first() if token else None
    if there is not None:
        return there
    name, email, question = " ".join(name.split()), email.strip(), question.strip()
    _check_who(contact, name, email)
    _check_words(contact, question)
    _check_day(by_on, at)
    if contact.closed_at is not None:
        raise CannotAsk("", f"{contact.reference} is closed. Open it again first, if there is more to find out.")
    theirs = {message.pk for message in may_be_shown(contact)}
    if not theirs.issuperset(shown):
        raise CannotAsk("shown", "That is no message of the customer's. Choose from those on this page.")
    return _ask(contact, name, email, question, by_on, sorted(shown), token=token, by=by, at=at)


@transaction.atomic
def ask_again(asked: OutsideQuestion, *, by_on: date, by: Staff, at: datetime) -> OutsideQuestion:
    """Ask the same once more, by a new link; the old ones open nothing from now on. Raises CannotAsk, and Erased."""
    contact = asked.contact
    in_turn(contact)
    _check_day(by_on, at)
    if contact.closed_at is not None:
        raise CannotAsk("", f"{contact.reference} is closed. Open it again first, if there is more to find out.")
    asked.refresh_from_db()
    if asked.answer_id is not None:
        raise CannotAsk(
            "", f"{asked.name} has answered this meanwhile. Read the answer, and ask anew if you need more."
        )
    OutsideQuestion.objects.filter(pk=asked.pk, ended_at=None).update(ended_at=at)
    return _ask(contact, asked.name, asked.email, asked.question.body, by_on, asked.shown, by=by, at=at)


@transaction.atomic
def take_back(asked: OutsideQuestion, *, by: Staff, at: datetime) -> bool:
    """End the links to a question. Returns False where it was answered or taken back a moment before."""
    stand_in_line(asked.contact)
    if not OutsideQuestion.objects.filter(pk=asked.pk, answer=None, ended_at=None).update(ended_at=at):
        return False
    record("took back a question", about=asked.contact.reference, by=by.email, at=at, words={"of": asked.name})
    return True


@transaction.atomic
def answer_outside(asked: OutsideQuestion, *, words: str, is_passed_on: bool = False, at: datetime) -> None:
    """Take an answer, once; ``is_passed_on`` is that they are not the one to ask, and the words are who is.

    Whoever answers is known by the link alone. Raises LinkOver where the link takes none any more, which writes
    nothing.
    """
    stand_in_line(asked.contact)
    now = OutsideQuestion.objects.filter(pk=asked.pk).first()
    if now is None or not now.is_open(at):
        raise LinkOver
    words = words.strip()[:LONGEST_ANSWER]
    sort = Message.Sort.OUTSIDE_ANSWER
    who = {"from_name": now.name, "from_address": now.email}
    now.answer = Message.objects.create(contact=asked.contact, sort=sort, at=at, body=words, **who)
    now.is_passed_on = is_passed_on
    now.save(update_fields=["answer", "is_passed_on"])
    record("was answered from outside", about=asked.contact.reference, at=at, words={"by": now.name})


def remind(now: datetime) -> int:
    """Remind those who have not answered, on the working day before the day and the first one after; return how many.

    Each gets a link of its own. Whoever is reminded once is not reminded again that day, however often this is done.
    """
    return sum(_remind(asked, now) for asked in to_remind(now))


@transaction.atomic
def _remind(asked: OutsideQuestion, now: datetime) -> bool:
    today = localdate(now)
    waits = OutsideQuestion.objects.filter(pk=asked.pk, answer=None, ended_at=None).exclude(reminded_on=today)
    if not waits.update(reminded_on=today):
        return False
    late = "was needed" if asked.by_on < today else "is needed"
    _write(asked, f"Reminder: your answer {late} by {say_day(asked.by_on)}", f"reminder {today}", at=now)
    return True


def forget_asked(contact: Contact) -> int:
    """Delete what was asked outside about a contact, with its links; the words go with the contact's messages."""
    asked = OutsideQuestion.objects.filter(contact=contact)
    OutsideLink.objects.filter(question__in=asked).delete()
    number, _ = asked.delete()
    return number


def _ask(
    contact: Contact,
    name: str,
    email: str,
    question: str,
    by_on: date,
    shown: list[int],
    *,
    token: str | None = None,
    by: Staff,
    at: datetime,
) -> OutsideQuestion:
    sort = Message.Sort.ASKED_OUTSIDE
    message = Message.objects.create(contact=contact, sort=sort, at=at, by=by, body=question, token=token)
    ends_at = make_aware(datetime.combine(by_on + LINK_LASTS + timedelta(days=1), time.min))
    asked = OutsideQuestion.objects.create(
        contact=contact, question=message, name=name, email=email, by_on=by_on, shown=shown, ends_at=ends_at
    )
    _write(asked, f"A question to you from {by.name}, {contact.council.name}", "asked", at=at)
    said = {"of": name, "address": email}
    told = {"by_on": by_on.isoformat(), "shown": len(shown)}
    record("asked outside", about=contact.reference, by=by.email, at=at, words=said, **told)
    return asked


def _write(asked: OutsideQuestion, subject: str, key: str, *, at: datetime) -> None:
    """Write the email with a new link. It says who asks, about which reference and by when, and nothing of the matter.

    What was asked stands behind the link, so that it does not lie in mailboxes.
    """
    contact, by = asked.contact, asked.question.by
    assert by is not None  # somebody of ours asked
    secret, council = new_key(OF_A_LINK), contact.council
    OutsideLink.objects.create(question=asked, digest=digest_of_link(secret), made_at=at)
    last = localdate(asked.ends_at) - timedelta(days=1)
    body = (
        f"Hello,\n\n{by.name} of {council.name} has a question to you about a matter with the reference "
        f"{contact.reference}.\nThe answer is needed by {say_day(asked.by_on)}.\n\n"
        f"Read the question and answer it here. You need no account:\n{link_to(council.key, secret)}\n\n"
        f"The link is for you alone: whoever has it can read the question. It ends after {say_day(last)}, and once you "
        "have answered.\nIf you are not the right person, please say so there. Please do not answer this email.\n\n"
        f"To be sure that this is from us, ring {council.name} on {council.phone}.\n\n"
        f"{by.name}\n{telephone_of(asked)}"
    )
    morning = make_aware(datetime.combine(localdate(at), _FROM_EIGHT))
    write_memo(
        council=council,
        to=asked.email,
        subject=f"[{contact.reference}] {subject}",
        body=body,
        key=f"asked outside {asked.pk} {key}",
        at=at,
        not_before=None if key == "asked" else max(at, morning),
    )


def link_to(council: str, secret: str) -> str:
    """Return the address of a link. It begins as those of residents' pages, which proxies keep out of their logs."""
    return f"{settings.ORIGIN}/{council}/contacts/asked/{secret}/"


def telephone_of(asked: OutsideQuestion) -> str:
    """Return the telephone number of whoever asks: their own, or that of their team, or the council's."""
    by, contact = asked.question.by, asked.contact
    own = by.phone if by is not None else ""
    return own or contact.team.answers_phone or contact.council.phone


def _check_who(contact: Contact, name: str, email: str) -> None:
    if not name:
        raise CannotAsk("name", "Enter the name of whoever you ask")
    if len(name) > OutsideQuestion.LONGEST_NAME or not name.isprintable():
        raise CannotAsk("name", f"Enter a name of {OutsideQuestion.LONGEST_NAME} letters or fewer, and nothing else")
    try:
        validate_email(email)
    except ValidationError as problem:
        raise CannotAsk("email", "Enter an email address, like name@example.com") from problem
    whose = folded(email)
    ours = Mailbox.objects.values_list("address", flat=True)
    if whose in map(folded, ours):
        raise CannotAsk(
            "email",
            "This is a mailbox of ours: what goes there comes back as a new contact. Enter the address of a person",
        )
    if whose in map(folded, _addresses_of_customer(contact)):
        raise CannotAsk(
            "email", "This is the customer's own address. To ask the customer, write to them with “Ask a question”"
        )


def _addresses_of_customer(contact: Contact) -> set[str]:
    written = {message.from_address for message in may_be_shown(contact)}
    known = one_person(contact.customer) if contact.customer is not None else ()
    return {address for address in (*written, *(one.email for one in known)) if address}


def _check_words(contact: Contact, question: str) -> None:
    if not question:
        raise CannotAsk("question", "Enter your question")
    if len(question) > OutsideQuestion.LONGEST:
        over = len(question) - OutsideQuestion.LONGEST
        raise CannotAsk(
            "question",
            f"Your question must be {OutsideQuestion.LONGEST:,} characters or fewer. It is {over:,} too long",
        )
    customer = contact.customer
    if customer is None:
        return
    named = [
        what
        for what, words in (("name", customer.name), ("email address", customer.email), ("address", customer.address))
        if words.strip() and re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", question, re.IGNORECASE)
    ]
    number = _figures(customer.phone)
    if len(number) >= _FEWEST_FIGURES and number in _figures(question):
        named.append("telephone number")
    if named:
        raise CannotAsk(
            "question",
            f"This holds the customer's {say_list(named)}. Ask without it, as “a resident”, or give only what the "
            "answer needs, such as the street",
        )


def _figures(words: str) -> str:
    return re.sub(r"\D", "", words)


_FEWEST_FIGURES = 6
"""Figures of a telephone number by which it is known: fewer are part of many."""


def _check_day(by_on: date, at: datetime) -> None:
    today = localdate(at)
    if by_on < today:
        raise CannotAsk("by_on", "The day by which you need the answer has passed. Give today or a later day")
    if by_on > today + timedelta(days=MOST_DAYS):
        raise CannotAsk("by_on", f"Give a day within the next {MOST_DAYS} days. What is not needed sooner can wait")
