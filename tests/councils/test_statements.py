"""What a council's file says of privacy and accessibility is read, and only a real deployment wants all of it."""

from pathlib import Path

import pytest

from answerable.councils.reading import read_council
from answerable.standards.reading.file_table import CharterError
from tests.councils.test_reading import FILE, written

PRIVACY = """
[privacy]
controller = "A district council"
officer = "dpo@s4.example"
basis = "Public task."
retention = " Six years. "
"""
ACCESSIBILITY = """
[accessibility]
compliance = "partial"
not_accessible = ["Letters are shown as written."]
tested_on = 2026-11-20
tested_by = "our web team"
tested_how = "With a keyboard."
prepared_on = 2026-11-23
reviewed_on = 2026-11-24
"""


def test_what_the_file_says_is_kept_with_its_days_as_text(tmp_path: Path):
    plan, _ = read_council(written(tmp_path, FILE + PRIVACY + ACCESSIBILITY), real=True)
    assert (plan.privacy, plan.accessibility) == (
        {
            "controller": "A district council",
            "officer": "dpo@s4.example",
            "basis": "Public task.",
            "retention": "Six years.",
        },
        {
            "compliance": "partial",
            "not_accessible": ["Letters are shown as written."],
            "tested_on": "2026-11-20",
            "tested_by": "our web team",
            "tested_how": "With a keyboard.",
            "prepared_on": "2026-11-23",
            "reviewed_on": "2026-11-24",
        },
    )


def test_a_trial_may_leave_out_what_a_real_deployment_may_not(tmp_path: Path):
    half = FILE + PRIVACY.replace('officer = "dpo@s4.example"', 'officer = " "')
    plan, _ = read_council(written(tmp_path, half))
    assert (sorted(plan.privacy), plan.accessibility) == (["basis", "controller", "retention"], {})
    with pytest.raises(CharterError) as refused:
        read_council(written(tmp_path, half), real=True)
    assert str(refused.value).partition("line 1: ")[2] == (
        "The law wants more on the pages of a real deployment than this file gives: [privacy] officer, [accessibility] "
        "compliance, [accessibility] tested_on, [accessibility] tested_by, [accessibility] tested_how, [accessibility] "
        "prepared_on, [accessibility] reviewed_on. Add them as docs/how-to/set-up-a-council.md shows, or set "
        "ANSWERABLE_BANNER while you try it."
    )


@pytest.mark.parametrize(
    ("was", "now", "refusal"),
    [
        ('"partial"', '"full"', "'compliance' is 'full', and something is listed that is not accessible."),
        (
            'not_accessible = ["Letters are shown as written."]\n',
            "",
            "'compliance' is not 'full', and nothing is listed",
        ),
        ('"partial"', '"party"', "'compliance' does not know 'party'. Did you mean 'partial'?"),
        ("2026-11-20", '"yesterday"', "'tested_on' cannot be 'yesterday'. It must be a date such as 2026-04-01."),
        ("tested_by", "tester", "'tester' is not a key of this table."),
        ("[accessibility]", "[accessibility]\nburden = [3]", "'burden' holds 3. Each of its parts must be text"),
        ("officer", "oficer", "'oficer' is not a key of this table. Did you mean 'officer'?"),
    ],
)
def test_what_contradicts_itself_or_cannot_be_read_is_refused(tmp_path: Path, was: str, now: str, refusal: str):
    text = PRIVACY + ACCESSIBILITY
    assert was in text
    with pytest.raises(CharterError) as refused:
        read_council(written(tmp_path, FILE + text.replace(was, now, 1)))
    assert refusal in str(refused.value)


def test_all_may_be_accessible_with_nothing_listed(tmp_path: Path):
    text = ACCESSIBILITY.replace('"partial"', '"full"').replace(
        'not_accessible = ["Letters are shown as written."]', ""
    )
    plan, _ = read_council(written(tmp_path, FILE + PRIVACY + text), real=True)
    assert (plan.accessibility["compliance"], "not_accessible" in plan.accessibility) == ("full", False)
