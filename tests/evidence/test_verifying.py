"""Whatever somebody with the database in their hands changes, cuts off or slips in is found, and where."""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.contacts.actions.noting import note
from answerable.contacts.clocks import wrong_clocks
from answerable.contacts.models import ClockRow, Contact, FactRow
from answerable.evidence.actions import forget, key_at, note_deletion, record, renew_key, seal_all
from answerable.evidence.anchoring import Anchor, as_anchor, write_anchor
from answerable.evidence.keys import SigningKey, make_key, public_file, read_key, read_public_keys
from answerable.evidence.models import Entry, Seal, Unsealed
from answerable.evidence.verifying import Fault, Verification
from answerable.evidence.words import ERASED
from answerable.figures.models import ClockFile, FigureRow, PeriodCount
from answerable.promises.models import Edition, Text
from tests.build import at
from tests.evidence.tampering import tamper, without_guards
from tests.figures.counted import AFTER, answered, counted, figure
from tests.once import standing

pytestmark = pytest.mark.django_db

NOW = at("Mon 4 Jan 2027 09:00")
KEPT = "'2026-11-03 10:00:00+00:00'"


@dataclass
class House:
    """A council with two contacts, one answered late and one in time, a final count, and seals on all of it."""

    key: SigningKey
    file: Path
    late: Contact
    made: PeriodCount

    def faults(self, anchors: Iterable[Anchor] = (), file: Path | None = None) -> list[Fault]:
        return list(Verification(read_public_keys(public_file(file or self.file)), anchors, now=NOW).faults())

    def found(self, *anchors: Anchor) -> list[tuple[str, str, str, str]]:
        return [tuple(fault) for fault in self.faults(anchors)]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Build a house on which a first seal was put on the third of November, and others until the fourth of January."""
    file = tmp_path_factory.mktemp("built") / "key"
    with standing(django_db_blocker):
        key = key_at(file)
        late = answered("Mon 2 Nov 2026 09:00", "Tue 17 Nov 2026 09:00")
        answered("Mon 2 Nov 2026 09:05", "Tue 3 Nov 2026 10:00")
        seal_all(at=at("Tue 17 Nov 2026 10:00"), key=key)
        record("looked at", about=late.reference, by="sam@council.example", at=at("Tue 17 Nov 2026 11:00"))
        made = counted()
        seal_all(at=at(AFTER) + timedelta(minutes=1), key=key)
        yield House(key, file, late, made)


@pytest.fixture
def house(built: House, tmp_path: Path) -> House:
    """Give the house as it was built, to be tampered with."""
    for file in (built.file, public_file(built.file)):
        shutil.copy(file, tmp_path)
    late, made = Contact.objects.get(pk=built.late.pk), PeriodCount.objects.get(pk=built.made.pk)
    return House(built.key, tmp_path / built.file.name, late, made)


def reply_of(contact: Contact) -> FactRow:
    return contact.facts.get(what="replied")


def newest() -> Anchor:
    seal = Seal.objects.order_by("-number")[0]
    return Anchor(seal.number, seal.digest)


def test_a_record_that_nobody_touched_is_whole_and_says_how_many_rows_were_looked_at(house: House):
    looking = Verification(read_public_keys(public_file(house.file)), [newest()], now=NOW)
    assert list(looking.faults()) == []
    assert looking.seals == 2
    assert dict(looking.rows) == {
        "fact": FactRow.objects.count(),
        "entry": Entry.objects.count(),
        "edition": 1,
        "text": Text.objects.count(),
        "count": 1,
    }
    assert looking.waiting == 0


def test_a_moment_of_a_fact_that_was_changed(house: House):
    row = reply_of(house.late)
    tamper(f"UPDATE contacts_fact SET at = {KEPT} WHERE id = {row.id}")
    assert house.found() == [("fact", str(row.id), house.late.reference, "it was changed after seal 1 was put on it")]


@pytest.mark.parametrize("column", ["details", "words_digest", "noted_at", "what", "by_id"])
def test_any_other_column_of_a_fact_that_was_changed(house: House, column: str):
    row = reply_of(house.late)
    value = {"details": """'{"closes": false}'""", "noted_at": KEPT, "by_id": "NULL"}.get(column, "'resolved'")
    tamper(f"UPDATE contacts_fact SET {column} = {value} WHERE id = {row.id}")
    assert ("fact", str(row.id), house.late.reference, "it was changed after seal 1 was put on it") in house.found()


def test_a_fact_that_was_deleted(house: House):
    row = reply_of(house.late)
    tamper(f"DELETE FROM contacts_clock WHERE about_id = {row.id}", f"DELETE FROM contacts_fact WHERE id = {row.id}")
    assert house.found() == [("fact", str(row.id), "", "it is gone, and was there when seal 1 was put on it")]


def slipped_in(contact: Contact, when: datetime) -> FactRow:
    return FactRow.objects.create(contact=contact, what="replied", at=when, noted_at=when, details={"closes": True})


def test_a_fact_that_was_slipped_in_past_the_guards(house: House):
    with without_guards():
        row = slipped_in(house.late, at("Tue 3 Nov 2026 10:00"))
    says = "no seal is on it, and it does not wait for one"
    assert house.found() == [("fact", str(row.id), house.late.reference, says)]


def test_a_fact_with_an_old_moment_that_waits_to_be_sealed_or_is_sealed_long_after_it(house: House):
    row = slipped_in(house.late, at("Tue 3 Nov 2026 10:00"))
    says = "no seal is on it, and by its moment there should be one"
    assert house.found() == [("fact", str(row.id), house.late.reference, says)]
    seal_all(at=at("Sun 3 Jan 2027 09:00"), key=house.key)
    says = "it says it was written on 2026-11-03 10:00 UTC, and was not there to be sealed until seal 3"
    assert house.found() == [("fact", str(row.id), house.late.reference, says)]


def test_what_was_written_lately_waits_for_its_seal_and_is_no_fault(house: House):
    slipped_in(house.late, at("Fri 1 Jan 2027 09:30"))
    looking = Verification(read_public_keys(public_file(house.file)), now=NOW)
    assert (list(looking.faults()), looking.waiting) == ([], 1)


def test_an_entry_that_was_changed_or_deleted(house: House):
    looked = Entry.objects.get(what="looked at")
    tamper(f"UPDATE evidence_entry SET by = 'nobody@council.example' WHERE id = {looked.id}")
    assert house.found() == [
        ("entry", str(looked.id), house.late.reference, "it was changed after seal 2 was put on it")
    ]
    tamper(f"DELETE FROM evidence_entry WHERE id = {looked.id}")
    assert house.found() == [("entry", str(looked.id), "", "it is gone, and was there when seal 2 was put on it")]


def test_seals_that_somebody_without_the_key_worked_out_again(house: House, tmp_path: Path):
    row = reply_of(house.late)
    forged = make_key(tmp_path / "forged")
    tamper(f"UPDATE contacts_fact SET at = {KEPT} WHERE id = {row.id}", "DELETE FROM evidence_seal")
    with without_guards():
        Unsealed.objects.bulk_create(
            Unsealed(sort=model.SORT, key=str(one.pk))
            for model in (FactRow, Entry, Edition, Text, PeriodCount)
            for one in model.objects.all()
        )
    seal_all(at=at("Tue 17 Nov 2026 10:00"), key=forged)
    says = f"it is the newest, and was signed with a key that is not known: {forged.name}"
    assert house.found() == [("seal", "1", "", says)]


def test_seals_worked_out_again_that_name_our_key(house: House, tmp_path: Path):
    forged = make_key(tmp_path / "forged")
    row = reply_of(house.late)
    was = row.leaf()
    tamper(f"UPDATE contacts_fact SET at = {KEPT} WHERE id = {row.id}")
    previous = ""
    for seal in Seal.objects.order_by("number"):
        seal.leaves = seal.leaves.replace(was, reply_of(house.late).leaf())
        seal.previous = previous
        seal.digest = previous = seal.worked_out()
        values = (seal.leaves, seal.previous, seal.digest, forged.sign(seal.digest), seal.number)
        with without_guards() as cursor:
            cursor.execute(
                "UPDATE evidence_seal SET leaves = %s, previous = %s, digest = %s, signature = %s WHERE number = %s",
                values,
            )
    says = "it was not signed with the key that it names"
    assert house.found() == [("seal", "1", "", says), ("seal", "2", "", says)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("signature = 'x'", "it was not signed with the key that it names"),
        ("at = '2026-01-01 09:00:00+00:00'", "what it was put on, or its moment, was changed"),
        ("left = 7".replace("left", '"left"'), "what it was put on, or its moment, was changed"),
        ("previous = ''", "it does not follow the seal before it"),
    ],
)
def test_a_seal_of_which_anything_was_changed(house: House, change: str, says: str):
    tamper(f"UPDATE evidence_seal SET {change} WHERE number = 2")
    assert ("seal", "2", "", says) in house.found()


def test_a_seal_that_was_taken_out(house: House):
    tamper("DELETE FROM evidence_seal WHERE number = 1")
    found = house.found()
    assert ("seal", "2", "", "the seals between it and number 0 are gone") in found
    row = reply_of(house.late)
    says = "no seal is on it, and it does not wait for one"
    assert ("fact", str(row.id), house.late.reference, says) in found


def test_the_newest_seals_and_entries_that_were_cut_off_are_missed_by_what_was_written_down_outside(house: House):
    anchor = newest()
    looked = Entry.objects.get(what="looked at")
    tamper(
        "DELETE FROM evidence_seal WHERE number = 2",
        f"DELETE FROM evidence_entry WHERE id >= {looked.id}",
        "DELETE FROM figures_figure",
        "DELETE FROM figures_clock_file",
        "DELETE FROM figures_periodcount",
    )
    assert house.found() == []
    assert house.found(anchor) == [("seal", "2", "", "it was written down outside, and it and all after it are gone")]


def test_another_seal_in_the_place_of_one_that_was_written_down_outside(house: House):
    says = "another seal of this number was written down outside"
    assert house.found(Anchor(2, "0" * 64)) == [("seal", "2", "", says)]


def test_everything_that_was_emptied(house: House):
    anchor = newest()
    tamper(
        *("DELETE FROM contacts_clock", "DELETE FROM contacts_fact", "DELETE FROM evidence_entry"),
        *("DELETE FROM figures_figure", "DELETE FROM figures_clock_file", "DELETE FROM figures_periodcount"),
        *("DELETE FROM evidence_seal", "DELETE FROM evidence_unsealed"),
    )
    cut = ("seal", "2", "", "it was written down outside, and it and all after it are gone")
    assert cut in house.found(anchor)


@pytest.mark.parametrize(
    "change", ["said = '100.0 %'", "numerator = 14, denominator = 14", "n = 14", "verdict = 'Kept'", "detail = '{}'"]
)
def test_a_published_figure_that_was_changed(house: House, change: str):
    row = figure(house.made, "S5-24")
    assert (row.said, row.numerator, row.denominator) == ("50.0 %", 1, 2)
    tamper(f"UPDATE figures_figure SET {change} WHERE id = {row.id}")
    assert house.found() == [("count", str(house.made.id), "s5", "it was changed after seal 2 was put on it")]


def test_a_figure_that_was_added_or_taken_out(house: House):
    row = figure(house.made, "S5-24")
    FigureRow.objects.create(count=house.made, place=999, promise="S5-24", formula="x", said="100.0 %", n=14)
    changed = [("count", str(house.made.id), "s5", "it was changed after seal 2 was put on it")]
    assert house.found() == changed
    tamper("DELETE FROM figures_figure WHERE place = 999")
    assert house.found() == []
    tamper(f"DELETE FROM figures_figure WHERE id = {row.id}")
    assert house.found() == changed


def test_a_count_that_was_changed(house: House):
    tamper("UPDATE figures_periodcount SET contacts = 14")
    assert house.found() == [("count", str(house.made.id), "s5", "it was changed after seal 2 was put on it")]


def test_a_clock_file_that_was_changed_or_deleted(house: House):
    with without_guards():
        ClockFile.objects.update(packed=b"another")
    says = "its clock file is not the one it was made from"
    assert house.found() == [("count", str(house.made.id), "s5", says)]
    tamper("DELETE FROM figures_clock_file")
    assert house.found() == [("count", str(house.made.id), "s5", "its clock file is gone")]


def test_a_published_target_that_was_changed_in_the_charters_text(house: House):
    edition = Edition.objects.get()
    words = edition.charter.words.replace('"5 working days"', '"9 working days"')
    assert words != edition.charter.words
    with without_guards():
        Text.objects.filter(digest=edition.charter_id).update(words=words)
    assert house.found() == [("text", edition.charter_id, "", "its words are not those that were published")]


def test_an_edition_that_was_changed_or_reads_other_bank_holidays(house: House):
    edition = Edition.objects.get()
    tamper("UPDATE promises_edition SET in_force_from = '2020-01-01'")
    assert house.found() == [("edition", str(edition.id), "s5", "it was changed after seal 1 was put on it")]
    tamper(f"UPDATE promises_edition SET in_force_from = '{edition.in_force_from}'")
    assert house.found() == []
    tamper(f"UPDATE promises_edition SET holidays_id = '{edition.calendars_id}'")
    says = "its bank holidays are not those that were taken in"
    assert house.found() == [("edition", str(edition.id), "s5", says)]


def test_words_that_were_changed_and_words_that_were_erased_with_and_without_a_deletion_that_says_why(house: House):
    row = reply_of(house.late)
    name = next(iter(row.words))
    with without_guards():
        FactRow.objects.filter(id=row.id).update(words={**row.words, name: "Something else"})
    says = "its words are not those that it was written with"
    assert house.found() == [("fact", str(row.id), house.late.reference, says)]
    with without_guards():
        FactRow.objects.filter(id=row.id).update(words=row.words)
    assert house.found() == []
    erased = forget(FactRow.objects.filter(id=row.id))
    assert (erased, FactRow.objects.get(id=row.id).words[name]) == (1, ERASED)
    says = "its words are missing, and no deletion says why"
    assert house.found() == [("fact", str(row.id), house.late.reference, says)]
    note_deletion("erasure", reference=house.late.reference, ground="Article 17", removed={"facts": 1}, at=NOW)
    seal_all(at=NOW, key=house.key)
    assert house.found() == []


def test_a_deletion_that_was_slipped_in_to_cover_words_that_are_missing(house: House):
    row = reply_of(house.late)
    forget(FactRow.objects.filter(id=row.id))
    with without_guards():
        made = note_deletion("erasure", reference=house.late.reference, ground="None", removed={}, at=NOW)
    says = "no seal is on it, and it does not wait for one"
    assert house.found() == [("deletion", str(made.id), house.late.reference, says)]


def test_a_clock_that_does_not_follow_from_its_facts(house: House):
    assert list(wrong_clocks(now=NOW)) == []
    row = ClockRow.objects.get(contact=house.late, promise="S5-24", measure="timed")
    assert row.state == "broken"
    ClockRow.objects.filter(id=row.id).update(state="kept")
    says = "S5-24 is kept, which does not follow from its facts"
    assert list(wrong_clocks(now=NOW)) == [(str(row.id), house.late.reference, says)]
    ClockRow.objects.filter(id=row.id).delete()
    says = "S5-24 is broken by its facts, and has no clock"
    assert list(wrong_clocks(now=NOW)) == [("", house.late.reference, says)]


def test_after_a_new_key_the_seals_of_the_former_one_are_vouched_for_by_the_new(house: House, tmp_path: Path):
    renew_key(house.file, at=NOW)
    seal_all(at=NOW, key=read_key(house.file))
    assert house.found() == []
    text = public_file(house.file).read_text()
    only_new = tmp_path / "new.pub"
    only_new.write_text(text[text.rindex("-----BEGIN") :])
    looking = Verification(read_public_keys(only_new), now=NOW)
    assert list(looking.faults()) == []


def test_a_row_that_is_sealed_while_the_record_is_verified_is_no_fault(house: House):
    faults = Verification(read_public_keys(public_file(house.file)), now=NOW)
    going = faults._chain

    def chain_and_then_more():
        yield from going()
        contact = house.late
        note(contact, [("acknowledged", {})], by=None, at=NOW, now=NOW)
        seal_all(at=NOW, key=house.key)

    faults._chain = chain_and_then_more  # type: ignore[method-assign]  # the worker seals between two questions
    assert list(faults.faults()) == []


def test_the_newest_seal_is_written_down_outside_once_and_what_is_missing_then_is_told(house: House, tmp_path: Path):
    file = tmp_path / "anchor.jsonl"
    assert (write_anchor(file), write_anchor(file)) == (1, 0)
    (line,) = file.read_text().splitlines()
    assert json.loads(line) == as_anchor(Seal.objects.get(number=2))
