"""`answerable due`: the whole of A.7, to the day, and how it is told."""

from typing import Any

import pytest

from tests.cli.asking import Answer, ask

RECEIVED = ("due", "--received", "2026-12-18T18:30")

# The table of A.7: promise, council, limit, due. A day alone is the end of that day.
A7 = [
    ("S4-32", "s4", "24 hours", "Sat 19 Dec 2026 18:30"),
    ("S1-14", "s1", "1 working day", "Mon 21 Dec 2026"),
    ("S2-34", "s2", "1 working day", "Mon 21 Dec 2026"),
    ("S3-26", "s3", "1 working day", "Mon 21 Dec 2026"),
    ("S1-27", "s1", "1 working day", "Mon 21 Dec 2026"),
    ("S5-22", "s5", "2 working days", "Tue 22 Dec 2026"),
    ("S3-04", "s3", "3 working days", "Wed 23 Dec 2026"),
    ("S3-35", "s3", "3 working days", "Wed 23 Dec 2026"),
    ("S1-19", "s1", "5 days", "Wed 23 Dec 2026"),
    ("S1-16", "s1", "5 working days", "Tue 29 Dec 2026"),
    ("S1-28", "s1", "5 working days", "Tue 29 Dec 2026"),
    ("LGSCO-1-ACK", "s1", "5 working days", "Tue 29 Dec 2026"),
    ("LGSCO-1-ACK", "s5", "5 working days", "Tue 29 Dec 2026"),
    ("S5-24", "s5", "7 working days", "Thu 31 Dec 2026"),
    ("S4-27", "s4", "14 days", "Fri 1 Jan 2027"),
    ("S4-28", "s4", "as S4-27, 14 days", "Fri 1 Jan 2027"),
    ("S3-27", "s3", "10 working days", "Wed 6 Jan 2027"),
    ("S3-06", "s3", "10 working days", "Wed 6 Jan 2027"),
    ("S3-30", "s3", "as S3-27, 10 working days", "Wed 6 Jan 2027"),
    ("S5-23", "s5", "15 working days", "Wed 13 Jan 2027"),
    ("SAR", "s1", "1 month", "Mon 18 Jan 2027"),
    ("S5-30", "s5", "1 month", "Mon 18 Jan 2027"),
    ("S3-07", "s3", "20 working days", "Wed 20 Jan 2027"),
    ("FOI", "s1", "20 working days", "Thu 21 Jan 2027"),
    ("S5-16", "s5", "20 working days", "Thu 21 Jan 2027"),
]
ON_FACEBOOK = ("S3-35",)


def iso(words: str) -> str:
    """Write "Thu 31 Dec 2026" as JSON holds the end of that day; a wrong weekday is refused."""
    from tests.build import LONDON, at

    moment = at(words if ":" in words else f"{words} 23:59:59")
    return moment.astimezone(LONDON).isoformat()


def limits(answer: Answer) -> set[tuple[str, str, str, str]]:
    return {(one["promise"], one["council"], one["limit"], one["due"]) for one in answer.json()}


@pytest.mark.promise("S4-32")
@pytest.mark.promise("S5-24")
@pytest.mark.promise("S3-35")
def test_one_message_and_five_councils_fall_due_as_a_7_says():
    told = limits(ask(*RECEIVED, "--json"))
    assert [row for row in A7 if (*row[:3], iso(row[3])) not in told] == []


def test_the_same_by_email_has_all_but_the_facebook_promise():
    told = limits(ask(*RECEIVED, "--channel", "email", "--json"))
    assert [row for row in A7 if (*row[:3], iso(row[3])) not in told] == [row for row in A7 if row[0] in ON_FACEBOOK]


def one(promise: str, *more: str) -> dict[str, Any]:
    (found,) = [one for one in ask(*RECEIVED, "--json", *more).json() if one["promise"] == promise]
    return dict(found)


@pytest.mark.promise("S1-19")
def test_a_limit_that_can_be_read_in_two_ways_shows_both():
    assert one("S1-19")["variant"] == {"limit": "5 working days", "due": "2026-12-29T23:59:59+00:00"}
    table = ask(*RECEIVED, "--kind", "appointment", "--council", "s1").out
    assert " as 5 working days: Tue 29 Dec 2026 " in table


def test_each_clock_is_told_whole():
    assert one("S4-27") == {
        "promise": "S4-27",
        "council": "s4",
        "due": "2027-01-01T23:59:59+00:00",
        "staff_target": "2026-12-31",
        "limit": "14 days",
        "strength": "will",
        "condition": "if it is an email or a letter",
        "state": "running",
        "reason": "",
        "variant": None,
        "or_full_reply_by": None,
        "beside": None,
        "statutory": False,
        "draft": False,
        "words": "Write or email, and you have our answer as soon as we can send it, fourteen days later at the most.",
    }


def test_what_is_special_about_a_clock_stands_beside_it():
    assert one("S5-22")["or_full_reply_by"] == "2026-12-18T23:59:59+00:00"
    assert one("S3-30")["beside"] == "S3-27"
    assert (one("S3-07")["draft"], one("S3-07")["condition"]) == (
        True,
        "if it is a complaint or a complaint about a council home; if declared complex by 6 January 2027",
    )


def test_a_void_clock_is_listed_with_the_reason():
    void = one("S3-27", "--channel", "email", "--kind", "foi")
    assert (void["state"], void["reason"], void["due"]) == (
        "void",
        "Another timescale applies instead of the ten working days.",
        "2027-01-06T23:59:59+00:00",
    )


def test_the_list_is_in_order_of_due_moment_and_then_of_promise():
    told = [(one["due"][:19], one["promise"]) for one in ask(*RECEIVED, "--json").json()]
    winter = [row for row in told if row[0] < "2027-03-28"]
    assert winter == sorted(winter)


def test_json_keeps_a_law_once_for_each_council_and_the_table_once_for_all():
    laws = [one["council"] for one in ask(*RECEIVED, "--json").json() if one["promise"] == "DP-ACK"]
    rows = [line for line in ask(*RECEIVED).out.splitlines() if "DP-ACK" in line]
    assert laws == ["s1", "s2", "s3", "s4", "s5"]
    assert ["all councils" in row for row in rows] == [True]


def test_a_law_that_only_some_are_held_to_by_that_name_says_whose_it_is():
    rows = [line for line in ask(*RECEIVED).out.splitlines() if " SAR " in line]
    assert ["s1, s2, s3, s4" in row for row in rows] == [True]


def test_the_table_says_the_weekday_and_what_staff_aim_for():
    out = ask(*RECEIVED, "--council", "s4", "--channel", "letter", "--kind", "enquiry").out
    assert [line.rstrip() for line in out.splitlines() if line.strip()][2:] == [
        " Fri 1 Jan 2027               S4-27     s4        14 days             always",
        " staff aim: Thu 31 Dec 2026",
        " Fri 1 Jan 2027               S4-28     s4        as S4-27, 14 days   "
        "if there is no full reply by 1 January 2027",
        " staff aim: Thu 31 Dec 2026",
    ]


def test_the_table_says_what_is_void_and_what_is_a_draft():
    out = ask(*RECEIVED, "--council", "S3", "--channel", "EMAIL", "--kind", "foi").out
    assert "void: Another timescale applies instead of the ten working days." in out
    assert out.endswith("s3: a draft - not yet a promise.\n")


def test_councils_are_asked_for_once_each_in_any_case():
    told = ask(
        *RECEIVED, "--council", "S2", "--council", "s2", "--kind", "enquiry", "--channel", "email", "--json"
    ).json()
    assert [(one["promise"], one["council"]) for one in told] == [("S2-34", "s2")]


def test_an_offset_is_obeyed_and_summer_time_is_told():
    told = ask(
        "due", "--received", "2026-07-02T23:30:00+00:00", "--council", "s5", "--channel", "email", "--json"
    ).json()
    (reply,) = [one for one in told if one["promise"] == "S5-24"]
    assert reply["due"] == "2026-07-14T23:59:59+01:00"


def test_limits_past_the_calendar_are_listed_as_not_known_yet_and_end_with_3():
    words = "due", "--received", "2028-12-28T10:00", "--council", "s5", "--channel", "email", "--kind", "foi"
    answer = ask(*words)
    assert answer.code == 3
    assert "not known yet" in answer.out
    assert "uncounted: Cannot count past 31 December 2028" in answer.out
    assert answer.said.endswith(" cannot be counted yet. Add the year to charters/bank-holidays.toml.\n")
    found = {one["promise"]: (one["state"], one["due"]) for one in ask(*words, "--json").json()}
    assert found == {
        "S5-22": ("uncounted", None),
        "S5-16": ("uncounted", None),
        "S5-24": ("void", None),
        "S5-29": ("void", None),
    }


def test_a_council_without_a_charter_then_is_left_out_and_named():
    answer = ask("due", "--received", "2021-06-01T10:00", "--channel", "email", "--json")
    assert "s3" not in {one["council"] for one in answer.json()}
    assert answer.said == (
        "Left out: s3: No version of the charter was in force on 1 June 2021. Check the date it began.\n"
    )


def test_asking_for_such_a_council_ends_with_1():
    answer = ask("due", "--received", "2021-06-01T10:00", "--council", "s3")
    assert (answer.out, answer.code) == ("", 1)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ((), "Missing option '--received'."),
        (("--received", "tomorrow"), "'tomorrow' is not a moment. Write it as 2026-12-18T18:30."),
        (("--received", "2026-12-18"), "'2026-12-18' is a day without a time. Add one: 2026-12-18T09:00."),
        ((*RECEIVED[1:], "--channel", "emial"), "'emial' is not known here. Did you mean 'email'?"),
        ((*RECEIVED[1:], "--kind", "zzz"), "'zzz' is not known here. Choose from enquiry, complaint, "),
        ((*RECEIVED[1:], "--council", "s9"), "'s9' is not known here. Choose from s1, s2, s3, s4, s5."),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_2_and_a_remedy(words: tuple[str, ...], refusal: str):
    answer = ask("due", *words)
    assert (answer.out, answer.code) == ("", 2)
    assert refusal in answer.said
