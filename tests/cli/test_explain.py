"""`answerable explain`: the working of one promise to one contact."""

from pathlib import Path

import orjson
import pytest

from tests.cli.asking import ask

WHEN = ("--received", "2026-12-18T18:30", "--now", "2026-12-21T09:00")
COUNTY = ("explain", "--council", "s5", *WHEN)


@pytest.mark.promise("S5-24")
def test_a_date_is_worked_out_day_by_day():
    answer = ask(*COUNTY, "--promise", "S5-24", "--id", "C-000123")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == (
        "There is still time to keep this promise. It is due at the end of Thursday 31 December 2026. "
        "The full reply is not yet due."
    )
    days = [line.strip() for line in answer.out.splitlines() if line.startswith("  ") and "2026" in line]
    assert [line for line in days if "Working day" in line][-1] == "Thursday 31 December 2026    Working day 7"
    assert "Friday 25 December 2026      not counted: Christmas Day" in days


def test_json_is_a_list_with_one_object_a_clock():
    (told,) = ask(*COUNTY, "--promise", "s5-24", "--id", "C-000123", "--json").json()
    assert (told["contact"], told["promise"], told["state"], told["due"]) == (
        "C-000123",
        "S5-24",
        "running",
        "2026-12-31T23:59:59+00:00",
    )


def test_what_happened_may_be_told():
    replied = ("--acknowledged", "2026-12-19T09:00", "--replied", "2027-01-04T10:00")
    words = ("explain", "--council", "s5", "--received", "2026-12-18T18:30", *replied, "--now", "2027-02-01T09:00")
    (reply,) = ask(*words, "--promise", "S5-24", "--json").json()
    (ack,) = ask(*words, "--promise", "S5-22", "--json").json()
    assert (reply["state"], ack["state"]) == ("broken", "kept")


STRUCK = (
    *("--fact", "replied=2027-01-04T10:00"),
    *("--fact", "struck=2027-01-05T09:30,fact=replied,fact_at=2027-01-04T10:00,why=Of another letter"),
)


def test_what_was_struck_out_is_said():
    words = ("explain", "--council", "s5", "--received", "2026-12-18T18:30", *STRUCK, "--promise", "S5-24")
    says = (
        "“Replied in full” of Monday 4 January 2027 at 10:00 was struck out on Tuesday 5 January 2027 at 09:30: Of "
        "another letter. It is as if it had never been noted."
    )
    answer = ask(*words, "--now", "2027-02-01T09:00")
    assert f"\nStruck out:\n  {says}\n" in answer.out
    (told,) = ask(*words, "--now", "2027-02-01T09:00", "--json").json()
    assert (told["state"], told["struck"]) == ("broken", [says])
    (before,) = ask(*words, "--now", "2027-01-05T09:00", "--json").json()
    assert before["struck"] == []
    assert "Struck out" not in ask(*words, "--now", "2027-01-05T09:00").out


def test_what_was_struck_out_is_said_where_nothing_is_owed_any_more():
    words = (
        "explain",
        "--council",
        "s5",
        "--received",
        "2026-12-18T18:30",
        "--promise",
        "S5-32",
        "--channel",
        "reception",
    )
    asked = ("--fact", "colleague_asked=2026-12-18T18:31")
    gone = ("--fact", "struck=2026-12-18T18:40,fact=colleague_asked,fact_at=2026-12-18T18:31,why=Nobody was")
    answer = ask(*words, *asked, *gone, "--now", "2026-12-18T19:00")
    assert answer.code == 1
    assert "at 18:31 was struck out on Friday 18 December 2026 at 18:40: Nobody was." in answer.said
    assert "struck out" not in ask(*words, "--now", "2026-12-18T19:00").said


@pytest.mark.promise("S3-07")
def test_any_fact_may_be_told_with_its_details():
    fact = "declared_complex=2026-12-19T10:00,reason=two teams,told=yes"
    (told,) = ask("explain", "--council", "s3", *WHEN, "--promise", "S3-07", "--fact", fact, "--json").json()
    assert (told["state"], told["due"]) == ("running", "2027-01-20T23:59:59+00:00")


def test_what_is_not_said_is_as_the_promise_is_made():
    words = ("--council", "s5", "--received", "2026-12-18T09:30", "--promise", "S5-06", "--now", "2026-12-18T09:31")
    (told,) = ask("explain", *words, "--fact", "answered=2026-12-18T09:30:21", "--json").json()
    assert (told["due"], told["state"]) == ("2026-12-18T09:30:21+00:00", "broken")
    (told,) = ask("explain", "--council", "s4", *WHEN, "--promise", "S4-32", "--json").json()
    assert told["due"] == "2026-12-19T18:30:00+00:00"


def test_without_a_promise_each_that_is_owed_is_explained():
    told = ask(*COUNTY, "--channel", "letter", "--json").json()
    assert [one["promise"] for one in told] == ["S5-12", "S5-13", "S5-29"]


def test_without_now_a_contact_of_tomorrow_is_explained_all_the_same():
    received = ("--received", "2028-10-02T09:00")
    (told,) = ask("explain", "--council", "s5", "--promise", "S5-24", *received, "--json").json()
    assert (told["state"], told["due"]) == ("running", "2028-10-11T23:59:59+01:00")


def log(folder: Path) -> Path:
    facts = [{"what": "received", "at": "2026-12-18T18:30:00"}]
    records = [
        {"id": "C-1", "channel": "email", "facts": facts, "council": "s5"},
        {"id": 2, "channel": "letter", "facts": facts},
        {"id": "C-3", "channel": "emial", "facts": facts},
    ]
    path = folder / "log.jsonl"
    path.write_bytes(b"junk\n" + b"\n".join(map(orjson.dumps, records)))
    return path


def test_a_contact_is_found_in_a_log(tmp_path: Path):
    answer = ask("explain", log(tmp_path), "--id", "C-1", "--promise", "S5-24", "--json", *WHEN[2:])
    assert [one["contact"] for one in answer.json()] == ["C-1"]
    assert answer.said.startswith("Line 1: It is not JSON")
    answer = ask("explain", log(tmp_path), "--id", "2", "--council", "s5", "--promise", "S5-13", "--json", *WHEN[2:])
    assert [one["due"] for one in answer.json()] == ["2027-01-06T23:59:59+00:00"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ("--promise", "S5-24", "--channel", "letter"),
            "S5-24 has no clock on your contact: it is made to an email or a web form, and this is a letter.",
        ),
        (
            ("--promise", "S5-24", "--kind", "complaint", "--channel", "email"),
            "S5-24 has no clock on your contact: it is made to an enquiry, ",
        ),
        (
            ("--promise", "LGSCO-2-ACK"),
            "LGSCO-2-ACK has no clock on your contact: it begins with 'escalated', and that did not happen.",
        ),
        (
            ("--promise", "LGSCO-TOTAL"),
            "LGSCO-TOTAL has no clock on your contact: it runs only if 'escalated', and that did not happen.",
        ),
        (("--promise", "S5-01"), "S5-01 has no clock on your contact: it has none. See how it is measured: "),
        (("--promise", "TOLD"), "TOLD has no clock on your contact: nothing that it watches had happened yet."),
        (("--channel", "visit"), "s5 owes your contact nothing yet."),
    ],
)
def test_a_promise_that_is_not_owed_ends_with_1_and_why(words: tuple[str, ...], why: str):
    answer = ask(*COUNTY, *words)
    assert (answer.out, answer.code) == ("", 1)
    assert answer.said.startswith(why)


def test_another_mailbox_is_why():
    answer = ask("explain", "--council", "s4", *WHEN, "--promise", "S4-32", "--mailbox", "planning")
    assert answer.said == "S4-32 has no clock on your contact: it is made to emails to a contact-group mailbox.\n"


def test_a_contact_that_is_not_there_ends_with_1(tmp_path: Path):
    answer = ask("explain", log(tmp_path), "--id", "C-9", "--council", "s5")
    assert (answer.code, "There is no contact C-9 in " in answer.said) == (1, True)


def test_a_day_outside_the_calendar_ends_with_3():
    answer = ask("explain", "--council", "s5", "--received", "2028-12-29T10:00", "--promise", "S5-24")
    assert answer.code == 3
    assert answer.out.startswith(
        "Nobody can say yet when this is due. Cannot count past 31 December 2028, the last day whose bank holidays are "
        "held; this promise reaches 9 January 2029.\n"
    )


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--council", "s5", "--promise", "S5-24"), "Give --received, or the FILE and --id of a contact."),
        (("--promise", "S5-24", *WHEN), "Whose promise? Give --council: s1, s2, s3, s4, s5."),
        (("--council", "s5", "--promise", "S5-99", *WHEN), "s5 has no promise S5-99. Did you mean S5-29?"),
        (("--council", "s5", "--promise", "zz", *WHEN), "s5 has no promise zz. See: answerable promises --council s5."),
        (("--council", "s5", *WHEN, "--fact", "escalated"), "'escalated' is not a fact. Write it as "),
        (("--council", "s5", *WHEN, "--fact", "esclated=2026-12-19T09:00"), "Did you mean 'escalated'?"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_2(words: tuple[str, ...], refusal: str):
    answer = ask("explain", *words)
    assert (answer.out, answer.code) == ("", 2)
    assert refusal in answer.said


def test_a_log_needs_the_contact_s_id_and_a_line_that_can_be_used(tmp_path: Path):
    assert "Which contact of the log? Give its --id." in ask("explain", log(tmp_path), "--council", "s5").said
    answer = ask("explain", log(tmp_path), "--id", "C-3", "--council", "s5")
    assert (answer.code, "Did you mean 'email'?" in answer.said) == (2, True)
