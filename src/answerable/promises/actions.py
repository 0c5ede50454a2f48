"""What is done with charters: publish them, and take in the bank holidays that have become known since."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from answerable.charters import calendars, procedures, text_of
from answerable.councils.models import Council
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.promises.models import Edition, Text
from answerable.promises.queries import CALENDARS, HOLIDAYS, digest_of
from answerable.standards.reading.charters import read_charter
from answerable.standards.reading.holidays import Holiday, learned, read_bank_holidays


@transaction.atomic
def publish(council: Council, *, text: str, by: Staff | None, at: datetime) -> Edition:
    """Publish a charter from its text, or return the edition that already says exactly this.

    The procedures it names and the calendars are kept with it as this program has them. The bank holidays are those
    that the other editions of this deployment are read with, or this program's for the first.

    Raises CharterError when the text cannot be read, and ValueError when this version was published with other words:
    an edition never changes, so a change needs a version of its own (C18).
    """
    charter = read_charter(text, f"{council.key}.toml", calendars(), procedures())
    published = Edition.objects.filter(council=council, version=charter.version).first()
    if published is not None:
        if published.charter_id != digest_of(text):
            raise ValueError(
                f"Cannot publish version {charter.version} of {council.name}'s charter again with other words: what "
                f"was published never changes. Give the new words a version of their own."
            )
        return published
    last = Edition.objects.order_by("-id").first()
    laws = {key: digest_of(procedures()[key]) for key in charter.procedures}
    _keep(text, text_of(CALENDARS), text_of(HOLIDAYS), *(procedures()[key] for key in laws))
    edition = Edition.objects.create(
        council=council,
        version=charter.version,
        in_force_from=charter.in_force_from,
        in_force_until=charter.in_force_until,
        charter_id=digest_of(text),
        calendars_id=digest_of(text_of(CALENDARS)),
        procedures=laws,
        digest=_digest_of_all(digest_of(text), digest_of(text_of(CALENDARS)), laws),
        holidays_id=last.holidays_id if last else digest_of(text_of(HOLIDAYS)),
        published_at=at,
    )
    record(
        "published a charter",
        about=council.key,
        by=by.email if by else "",
        at=at,
        version=edition.version,
        digest=edition.digest,
        charter=edition.charter_id,
        calendars=edition.calendars_id,
        procedures=laws,
        holidays=edition.holidays_id,
    )
    return edition


class Learned(NamedTuple):
    """What was taken in: the days that became holidays or are none any more, and the last day that is known now."""

    days: tuple[Holiday, ...]
    known_until: date


@transaction.atomic
def learn_holidays(text: str, *, by: Staff | None, at: datetime) -> Learned | None:
    """Take in the bank holidays as they are known now: every edition is read with them from here on (C19).

    Returns what they say that was not known before, or None, having changed nothing, when every edition is read with
    this text already. Whoever calls this has the clocks looked at again (``contacts.actions.look_again``). Raises
    CharterError when the text cannot be read, and ValueError when something that was known is gone: the history only
    grows (decision 10).
    """
    known = read_bank_holidays(text, HOLIDAYS)
    digest = digest_of(text)
    others = Text.objects.filter(digest__in=Edition.objects.exclude(holidays=digest).values("holidays"))
    earlier = [read_bank_holidays(before.words, HOLIDAYS) for before in others]
    if not earlier:
        return None
    days = tuple(dict.fromkeys(day for before in earlier for day in learned(before, known)))
    _keep(text)
    Edition.objects.update(holidays=digest)
    for council in Council.objects.filter(editions__isnull=False).distinct().order_by("key"):
        record(
            "took in bank holidays",
            about=council.key,
            by=by.email if by else "",
            at=at,
            holidays=digest,
            days=[_said(day) for day in days],
            known_until=known.known_until.isoformat(),
        )
    return Learned(days, known.known_until)


def _said(day: Holiday) -> Mapping[str, object]:
    withdrawn = {"withdrawn_on": day.withdrawn_on.isoformat()} if day.withdrawn_on else {}
    return {"on": day.on.isoformat(), "title": day.title, "nations": sorted(day.nations), **withdrawn}


def _keep(*texts: str) -> None:
    """Keep some texts, each once however often it is kept."""
    found = {digest_of(words): words for words in texts}
    there = set(Text.objects.filter(digest__in=found).values_list("digest", flat=True))
    lacking = [Text(digest=digest, words=words) for digest, words in found.items() if digest not in there]
    Text.objects.bulk_create(lacking, ignore_conflicts=True)  # another may keep the same text at this moment


def _digest_of_all(charter: str, calendars: str, procedures: Mapping[str, str]) -> str:
    """Return the SHA-256 of the digests that an edition never changes, as JSON with sorted keys."""
    return digest_of(json.dumps([charter, calendars, procedures], sort_keys=True, separators=(",", ":")))
