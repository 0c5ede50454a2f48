"""However often the processes are killed, nothing that was accepted is lost, and nothing is done twice.

Two hundred times a process is killed outright (SIGKILL, with all its children) at some moment, while residents write
emails and fill in forms. At the end the processes run on until all is quiet. What must then hold is in ``check``.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.crash.trial import Letter, Trial, tried

KILLS = 200


@pytest.mark.crash
@pytest.mark.django_db  # though it has a database of its own: by this the second run, on PostgreSQL, picks its tests
def test_nothing_accepted_is_lost_or_done_twice_however_often_the_processes_are_killed(tmp_path: Path, capfd: Any):
    trial = tried(tmp_path, kills=KILLS)
    check(trial.marks, trial.found, trial.received)
    assert (trial.lost, trial.doubled) == (0, 0)
    emails = sum(mark.startswith("email") for mark in trial.marks)
    with capfd.disabled():
        said = ", ".join(f"{name} {number}" for name, number in sorted(trial.kills.items()))
        print(
            f"\nKilled {trial.kills.total()} times on {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]} "
            f"({said}): all of {emails} emails and {len(trial.marks) - emails} forms became one contact and one "
            f"acknowledgement each.",
            file=sys.stderr,
        )


def test_a_trial_counts_what_is_lost_and_what_is_doubled():
    one, two = Letter("<1>", "A"), Letter("<2>", "B")
    contacts = [(1, "a"), (2, "b"), (3, "b"), (4, "c")]
    trial = Trial(
        Counter(), ["a", "b", "c", "d"], {"contacts": contacts}, {"a": [one, two], "b": [one], "c": [], "d": []}
    )
    assert (trial.lost, trial.doubled) == (2, 2)


def check(marks: list[str], found: dict[str, Any], received: dict[str, list[Letter]]) -> None:
    """Each message is one contact; each contact was acknowledged by one letter, which came once; nothing is stuck."""
    contacts = {subject: id for id, subject in found["contacts"]}
    assert Counter(subject for _, subject in found["contacts"]) == Counter(marks)
    assert found["unreadable"] == []
    letters = {id: message_id for id, message_id, _ in found["letters"]}
    assert Counter(id for id, _, _ in found["letters"]) == Counter(contacts.values())
    assert {state for _, _, state in found["letters"]} == {"sent"}
    came = {mark: [letter.message_id for letter in received[mark]] for mark in marks}
    assert came == {mark: [letters[contacts[mark]]] for mark in marks}
    assert Counter(found["acknowledged"]) == Counter(contacts.values())
