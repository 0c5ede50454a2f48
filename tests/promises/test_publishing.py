"""Charters as published: an edition never changes, and the one in force on the day of receipt binds a contact (C18)."""

from pathlib import Path

import pytest

from answerable.charters import procedures, text_of
from answerable.contacts import actions as contacts
from answerable.contacts.models import ClockRow
from answerable.councils.models import Mailbox
from answerable.evidence.models import Entry
from answerable.figures.actions import count
from answerable.promises.actions import learn_holidays, publish
from answerable.promises.models import Edition, Text
from answerable.promises.queries import HOLIDAYS, charter_in, differing, digest_of, edition_on, newest_editions
from answerable.standards.reading.file_table import CharterError
from tests import cast
from tests.build import at, on
from tests.evidence.tampering import tamper
from tests.program import upgraded

pytestmark = pytest.mark.django_db

NEW_YEAR = at("Fri 1 Jan 2027 09:00")


def a_second_version() -> Edition:
    """Publish seven working days made five, in force from 1 January 2027."""
    council = cast.council("s5")
    text = text_of("s5.toml").replace('version = "1"', 'version = "2"').replace("2014-04-01", "2027-01-01")
    text = text.replace('within = "7 working days"', 'within = "5 working days"')
    return publish(council, text=text, by=None, at=NEW_YEAR)


def test_publishing_the_same_words_again_changes_nothing():
    council = cast.council("s5")
    assert publish(council, text=text_of("s5.toml"), by=None, at=NEW_YEAR) == Edition.objects.get()


def test_what_was_published_cannot_be_published_with_other_words():
    council = cast.council("s5")
    with pytest.raises(ValueError, match="what was published never changes"):
        publish(council, text=text_of("s5.toml") + "\n# a word more\n", by=None, at=NEW_YEAR)


def test_an_edition_says_what_its_file_says():
    cast.council("s5")
    assert charter_in(Edition.objects.get()).promise("S5-24").words.startswith("If you email us about anything")


def test_an_edition_keeps_the_text_of_everything_it_is_read_with_once_however_many_share_it():
    cast.council("s5")
    edition = Edition.objects.get()
    named = (
        "lgsco-code",
        "foi",
        "foi-code",
        "eir",
        "sar",
        "dp-complaints",
        "children",
        "adult-care",
        "public-health",
        "ehc",
        "data-rights",
        "penalty-charge",
    )
    kept = {
        edition.charter_id: text_of("s5.toml"),
        edition.calendars_id: text_of("calendars.toml"),
        edition.holidays_id: text_of(HOLIDAYS),
        **{edition.procedures[key]: procedures()[key] for key in named},
    }
    assert set(edition.procedures) == set(named)
    assert dict(Text.objects.values_list("digest", "words")) == kept
    assert [digest_of(words) for words in kept.values()] == list(kept)
    a_second_version()
    assert Text.objects.count() == len(kept) + 1


def test_publishing_is_in_the_record_with_the_digest_of_each_text():
    cast.council("s5")
    edition = Edition.objects.get()
    assert Entry.objects.get(what="published a charter").details == {
        "version": "1",
        "digest": edition.digest,
        "charter": edition.charter_id,
        "calendars": edition.calendars_id,
        "procedures": edition.procedures,
        "holidays": edition.holidays_id,
    }


def test_the_same_words_with_another_law_are_another_digest(tmp_path: Path):
    first = Edition.objects.get(council=cast.council("s5"))
    with upgraded(tmp_path / "charters") as program:
        program.change("procedures/foi.toml", "twenty", "twenty-five")
        assert publish(first.council, text=text_of("s5.toml"), by=None, at=NEW_YEAR) == first
        tamper("DELETE FROM promises_edition")
        second = publish(first.council, text=text_of("s5.toml"), by=None, at=NEW_YEAR)
    assert (first.charter_id, first.calendars_id) == (second.charter_id, second.calendars_id)
    assert {key for key in first.procedures if first.procedures[key] != second.procedures[key]} == {"foi"}
    assert first.digest != second.digest


def test_a_corrected_law_binds_what_is_received_under_a_version_published_with_it(tmp_path: Path):
    with upgraded(tmp_path / "charters") as program:
        before = cast.received("Wed 30 Dec 2026 09:00", kinds=("foi",))
        program.change("procedures/foi.toml", 'within = "20 working days"', 'within = "25 working days"')
        a_second_version()
        after = cast.received("Fri 1 Jan 2027 09:00", kinds=("foi",))
        days = [(contact.received_at.date(), cast.clock(contact, "S5-16").due) for contact in (before, after)]
    assert days == [
        (on("Wed 30 Dec 2026"), at("Fri 29 Jan 2027 23:59:59")),
        (on("Fri 1 Jan 2027"), at("Mon 8 Feb 2027 23:59:59")),
    ]


def test_which_files_an_edition_is_not_read_with_is_told_by_name(tmp_path: Path):
    cast.council("s5"), cast.council("s1")
    assert [differing(edition) for edition in newest_editions()] == [[], []]
    with upgraded(tmp_path / "charters") as program:
        program.change("procedures/ehc.toml", "format = 1", "format = 1  # and a correction")
        program.proclaim("2026-11-09", "A coronation", "2026-11-04")
        assert {str(edition): differing(edition) for edition in newest_editions()} == {
            "s1 version 1": [HOLIDAYS],
            "s5 version 1": [HOLIDAYS, "procedures/ehc.toml"],
        }
        second = a_second_version()
        assert [str(edition) for edition in newest_editions()] == ["s1 version 1", str(second)]
        assert differing(second) == [HOLIDAYS]
        learn_holidays(text_of(HOLIDAYS), by=None, at=NEW_YEAR)
        assert [differing(edition) for edition in newest_editions()] == [[], []]


def test_bank_holidays_are_taken_in_once_and_by_every_edition(tmp_path: Path):
    cast.council("s5"), cast.council("s1")
    assert learn_holidays(text_of(HOLIDAYS), by=None, at=NEW_YEAR) is None
    with upgraded(tmp_path / "charters") as program:
        program.proclaim("2026-11-09", "A coronation", "2026-11-04")
        learned = learn_holidays(text_of(HOLIDAYS), by=cast.staff(), at=NEW_YEAR)
        assert learned is not None
        assert [day.on for day in learned.days] == [on("Mon 9 Nov 2026")]
        assert learn_holidays(text_of(HOLIDAYS), by=None, at=NEW_YEAR) is None
        digest = digest_of(text_of(HOLIDAYS))
    assert set(Edition.objects.values_list("holidays", flat=True)) == {digest}
    entries = Entry.objects.filter(what="took in bank holidays").order_by("id")
    assert [(entry.about, entry.by, entry.details["holidays"]) for entry in entries] == [
        ("s1", "sam.field@council.example", digest),
        ("s5", "sam.field@council.example", digest),
    ]
    assert all(charter_in(one).calendar.why_off(on("Mon 9 Nov 2026")) == "A coronation" for one in newest_editions())


def test_a_new_edition_is_read_with_the_bank_holidays_that_the_others_are_read_with(tmp_path: Path):
    first = Edition.objects.get(council=cast.council("s5"))
    with upgraded(tmp_path / "charters") as program:
        program.proclaim("2026-11-09", "A coronation", "2026-11-04")
        assert a_second_version().holidays_id == first.holidays_id


def test_bank_holidays_that_forgot_one_are_refused_and_change_nothing():
    cast.council("s5")
    before = list(Edition.objects.values())
    text = text_of(HOLIDAYS).replace("date = 2026-12-28", "date = 2026-12-29")
    with pytest.raises(ValueError, match="28 December 2026, Boxing Day"):
        learn_holidays(text, by=None, at=NEW_YEAR)
    assert list(Edition.objects.values()) == before


def test_the_day_decides_which_edition_binds():
    second = a_second_version()
    assert edition_on("s5", on("Thu 31 Dec 2026")).version == "1"
    assert edition_on("s5", on("Fri 1 Jan 2027")) == second


def test_an_edition_that_has_ended_binds_no_longer():
    first, second = "2014-04-01", "2027-01-01\nin_force_until = 2027-06-30"
    text = text_of("s5.toml").replace('version = "1"', 'version = "2"').replace(first, second)
    cast.council("s5")
    publish(cast.council("s5"), text=text, by=None, at=NEW_YEAR)
    versions = [edition_on("s5", on(day)).version for day in ("Wed 30 Jun 2027", "Thu 1 Jul 2027")]
    assert versions == ["2", "1"]


def test_a_contact_is_judged_for_ever_by_the_edition_of_its_day():
    before = cast.received("Thu 31 Dec 2026 23:59")
    a_second_version()
    after = cast.received("Fri 1 Jan 2027 00:00")
    assert (before.edition.version, after.edition.version) == ("1", "2")
    assert cast.clock(before, "S5-24").due == at("Tue 12 Jan 2027 23:59:59")
    assert cast.clock(after, "S5-24").due == at("Fri 8 Jan 2027 23:59:59")


def test_a_day_before_any_charter_is_refused_and_says_so():
    cast.council("s5")
    with pytest.raises(LookupError, match="Cannot say what council s5 promised on 31 March 2014"):
        edition_on("s5", on("Mon 31 Mar 2014"))


LONGEST = "S6-" + 37 * "x"
REASON = "The law has a limit of its own, and " + 5_000 * "this is why. "
WORDY = f"""
format = 1

[charter]
council = "s5"
name = "A county council"
title = "Standards in many words"
version = "{40 * "2"}"
status = "adopted"
in_force_from = 2026-11-01
source = "S6"
calendar = "england-and-wales"

[[replacements]]
promise = "S6-02"
contacts = ["foi"]
voids = ["{LONGEST}", "S6-02"]
reason = "{REASON}"

[[promise]]
id = "{LONGEST}"
words = "A full answer in ten working days."
kind = ["clock"]
strength = "will"
channels = ["all"]
mailbox = "{40 * "m"}"
source = "S6"

[promise.clock]
within = "10 working days"
stop = "full reply"

[[promise]]
id = "S6-02"
words = "We say when it will be late, and every message gives what it must."
kind = ["clock", "rule"]
strength = "will"
channels = ["all"]
source = "S6"

[promise.clock]
notice_for = ["{LONGEST}"]
stop = "delay_told"

[promise.rule]
must = "Every message gives what it must."
on = ["acknowledged"]
needs = ["being_done", "reason", "next_step", "by_when", "investigator", "responder", "owner", "contact", "reference"]
"""


def test_whatever_a_charter_may_say_at_its_longest_there_is_room_for_in_every_table():
    council = cast.council("s5")
    publish(council, text=WORDY, by=None, at=NEW_YEAR)
    Mailbox.objects.update(name=40 * "m")
    contact = cast.received("Mon 2 Nov 2026 09:00", mailbox=40 * "m", kinds=("foi",))
    contacts.retype(contact, kinds=["enquiry"], why="It is one", by=cast.staff(), at=at("Mon 2 Nov 2026 10:00"))
    contacts.retype(contact, kinds=["foi"], why="It is one", by=cast.staff(), at=at("Mon 2 Nov 2026 11:00"))
    said = {(row.promise, row.beside, row.state, row.reason) for row in ClockRow.objects.filter(measure="timed")}
    void = f"{REASON.rstrip('.')}."
    assert said == {(LONGEST, "", "void", void), ("S6-02", LONGEST, "void", void)}
    made = count(council, first_on=on("Thu 1 Oct 2026"), last_on=on("Thu 31 Dec 2026"), at=NEW_YEAR)
    assert made.figures.filter(promise=LONGEST).count() == 1


@pytest.mark.parametrize(
    ("right", "wrong", "refusal"),
    [
        (f'id = "{LONGEST}"', f'id = "{LONGEST}x"', "'id' has 41 characters, and there is room for 40"),
        (f'mailbox = "{40 * "m"}"', f'mailbox = "{41 * "m"}"', "'mailbox' has 41 characters"),
        (f'version = "{40 * "2"}"', f'version = "{41 * "2"}"', "line 8: 'version' has 41 characters"),
        ("A full answer", "A full\\u0000 answer", "'words' holds a NUL, which no text can hold. Take it out."),
    ],
    ids=["an id", "a mailbox", "a version", "a character that no table takes"],
)
def test_what_there_is_no_room_for_is_refused_before_it_is_published(right: str, wrong: str, refusal: str):
    text = WORDY.replace(right, wrong)
    assert text != WORDY
    with pytest.raises(CharterError, match=refusal):
        publish(cast.council("s5"), text=text, by=None, at=NEW_YEAR)
    assert Edition.objects.count() == 1
