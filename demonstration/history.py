"""An invented year as rows: each contact with its facts, clocks and letters, as if the house had taken it all in.

What lies after ``now`` has not happened: those contacts are still open, and are what the queue holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from answerable.contacts.actions.noting import row as fact_row
from answerable.contacts.clocks import as_judged, drawn, next_due
from answerable.contacts.kinds import kind_rows
from answerable.contacts.models import ClockRow, Contact, FactRow, KindRow, Message, Outgoing
from answerable.customers.models import Customer
from answerable.logs import contact_of
from answerable.people.models import Staff
from answerable.standards.facts import Fact
from answerable.standards.judging.outcome import State
from answerable.standards.vocabulary.facts import FULL_REPLY
from demonstration.days import LONDON
from demonstration.invention import Invention
from demonstration.places import Town

CHUNK = 250
"""How many contacts are written at once."""

_SORTS = {
    "acknowledged": Message.Sort.ACKNOWLEDGEMENT,
    "responded": Message.Sort.QUESTION,
    "delay_told": Message.Sort.DELAY,
    "replied": Message.Sort.REPLY,
}
_SPOKEN = frozenset({"phone", "reception", "visit", "internal"})
_SPEAKING = frozenset({"answered", "seen", "called_back"})
_PASSED_ON = 0.25
"""How many questions go on to the team that deals with such things; the rest stay with the contact team."""

_NEW = timedelta(days=14)
_NOTICED = timedelta(seconds=20)
"""How soon the worker found a promise broken."""


class History:
    """Writes a council's contacts, in order, a chunk at a time. The same seed and moment write the same."""

    def __init__(self, town: Town, *, seed: int, now: datetime) -> None:
        self._town, self._now = town, now
        self._rng = Random(f"{town.council.key} {seed}")
        self._invention = Invention(town.council, self._rng)
        self._by_id: dict[str, Contact] = {}
        self._forget()

    def write(self, lines: Iterable[Mapping[str, Any]]) -> int:
        """Write contacts as ``year.made_year`` gives them, and return how many had begun by now."""
        for line in lines:
            judged = contact_of(line, LONDON)
            facts = [fact for fact in judged.facts if fact.at <= self._now]
            if facts:
                self._add(line, facts, goes_on=len(facts) < len(judged.facts))
        self._flush()
        return len(self._by_id)

    def _add(self, line: Mapping[str, Any], facts: Sequence[Fact], *, goes_on: bool) -> None:
        after = facts[0].details.get("after")
        follows = self._by_id[after] if after else None
        if follows is not None and follows._state.adding:
            self._flush()
        contact = self._contact(line, facts, follows)
        contact.closed_at, contact.outcome = _end(contact, facts, goes_on=goes_on, now=self._now)
        if contact.closed_at is None and self._rng.random() < 0.3:
            contact.held_by = self._town.officer
        body = self._write_about(contact, line)
        rows = [self._row(contact, fact) for fact in facts]
        clocks = drawn(contact, rows, now=self._now)
        for clock in clocks:
            if clock.state == State.BROKEN:
                clock.noticed_at = min(self._now, clock.decided + _NOTICED)
        contact.next_due = next_due(clocks)
        self._letters(contact, rows, body)
        self._by_id[line["id"]] = contact
        self._contacts.append(contact)
        self._kinds += kind_rows(contact, as_judged(contact, facts).kinds)
        self._facts += rows
        self._clocks += clocks
        if len(self._contacts) == CHUNK:
            self._flush()

    def _contact(self, line: Mapping[str, Any], facts: Sequence[Fact], follows: Contact | None) -> Contact:
        town, channel = self._town, line["channel"]
        is_theirs = line["kinds"] != ["enquiry"] or self._rng.random() < _PASSED_ON
        team = town.teams.get(line.get("service", "")) if is_theirs else None
        customer, is_new = self._invention.customer(channel, facts[0].details.get("caller", ""))
        if customer is not None and is_new:
            self._customers.append(customer)
        return Contact(
            council=town.council,
            team=team or town.contact_team,
            edition=town.edition,
            holidays_id=town.edition.holidays_id,
            reference=self._invention.reference(),
            channel=channel,
            came_as=list(line["kinds"]),
            mailbox=line.get("mailbox", ""),
            customer=customer,
            received_at=facts[0].at,
            follows=follows,
        )

    def _write_about(self, contact: Contact, line: Mapping[str, Any]) -> str:
        """Give a contact its subject, and return what the customer wrote or said."""
        is_new = contact.closed_at is None and contact.received_at > self._now - _NEW
        said = self._invention.matter(contact, line.get("service", ""), is_new=is_new)
        contact.subject, contact.welfare = said.subject, said.welfare
        contact.is_welfare = bool(said.welfare)
        return said.body

    def _row(self, contact: Contact, fact: Fact) -> FactRow:
        """Return a fact as the house would have noted it: under its own reference, and with its own people's names."""
        details = {key: value for key, value in fact.details.items() if key not in ("after", "caller")}
        is_ours = fact.what in _SORTS and not details.get("automatic")
        if "reference" in details:
            details["reference"] = contact.reference
        if "of" in details:
            details["of"] = self._by_id[details["of"]].reference
        if "kinds" in details:
            details["kinds"] = sorted(details["kinds"])
        if "owner" in details:
            owner, phone = (self._town.officer.name, self._town.officer.phone) if is_ours else self._team_answers()
            details |= {"owner": owner, "contact": phone}
        by = self._town.officer if is_ours else None
        return fact_row(contact, fact.what, details, by=by, at=fact.at, now=fact.at)

    def _team_answers(self) -> tuple[str, str]:
        return self._town.contact_team.answers_name, self._town.contact_team.answers_phone

    def _letters(self, contact: Contact, rows: Iterable[FactRow], body: str) -> None:
        if contact.channel in _SPOKEN:
            spoke = next((row for row in rows if row.what in _SPEAKING), None)
            if spoke is not None:
                self._say(contact, Message.Sort.NOTE, spoke.at, body, by=self._town.officer)
            return
        self._say(contact, Message.Sort.FROM_CUSTOMER, contact.received_at, body)
        for row in rows:
            if row.what not in _SORTS:
                continue
            text = self._invention.answer(contact, row)
            message = self._say(contact, _SORTS[row.what], row.at, text, by=row.by)
            if contact.customer is not None and contact.customer.email:
                self._sent.append(
                    Outgoing(
                        message=message,
                        council=contact.council,
                        facts=[[row.what, row.said]],
                        automatic=row.by is None,
                        state=Outgoing.State.SENT,
                        try_at=row.at,
                        tries=1,
                        claimed_at=row.at,
                        sent_at=row.at,
                    )
                )

    def _say(self, contact: Contact, sort: Message.Sort, at: datetime, body: str, by: Staff | None = None) -> Message:
        number = len(self._messages)
        ours = sort is not Message.Sort.FROM_CUSTOMER
        message = Message(
            contact=contact,
            sort=sort,
            at=at,
            by=by,
            subject=f"[{contact.reference}] {contact.subject}" if ours else contact.subject,
            body=body,
            message_id=f"<{contact.reference}.{number}@{contact.council_id}.localhost>",
        )
        self._messages.append(message)
        return message

    @transaction.atomic
    def _flush(self) -> None:
        Customer.objects.bulk_create(self._customers)
        Contact.objects.bulk_create(self._contacts)
        KindRow.objects.bulk_create(self._kinds)
        FactRow.objects.bulk_create(self._facts)
        ClockRow.objects.bulk_create(self._clocks)
        Message.objects.bulk_create(self._messages)
        Outgoing.objects.bulk_create(self._sent)
        self._forget()

    def _forget(self) -> None:
        self._customers: list[Customer] = []
        self._contacts: list[Contact] = []
        self._kinds: list[KindRow] = []
        self._facts: list[FactRow] = []
        self._clocks: list[ClockRow] = []
        self._messages: list[Message] = []
        self._sent: list[Outgoing] = []


def _end(contact: Contact, facts: Sequence[Fact], *, goes_on: bool, now: datetime) -> tuple[datetime | None, str]:
    """Say when and how a contact was closed: not while more is to come, nor in writing without a full reply.

    A call back that never came stays open for two weeks, in case it comes.
    """
    by_name = {fact.what: fact for fact in facts}
    last = facts[-1]
    if "excluded" in by_name:
        code = by_name["excluded"].details["code"]
        known = code in Contact.Outcome.values
        return by_name["excluded"].at, code if known else Contact.Outcome.TEST
    if "withdrawn" in by_name and "put_back" not in by_name:
        return by_name["withdrawn"].at, Contact.Outcome.WITHDRAWN
    if goes_on:
        return None, ""
    if FULL_REPLY & by_name.keys():
        return last.at, Contact.Outcome.DONE if "resolved" in by_name else Contact.Outcome.ANSWERED
    if contact.channel in _SPOKEN and (last.what != "callback_agreed" or last.at < now - _NEW):
        return last.at, Contact.Outcome.ANSWERED if _SPEAKING & by_name.keys() else ""
    return None, ""
