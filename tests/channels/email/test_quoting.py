import pytest

from answerable.channels.email.quoting import Quoted, parted


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Yes please.", "On Mon, 2 Nov 2026 at 09:00, Council <c@s5.example> wrote:\n> Shall we come?"),
        ("Diolch.", "Ar Llun, 2 Tach 2026 am 09:00, Cyngor <c@s5.example>\nysgrifennodd:\n> Helo"),
        ("Thanks.", "From: Council <c@s5.example>\nSent: Monday\nTo: Robin\n\nShall we come?"),
        ("Diolch.", "Oddi wrth: Cyngor <c@s5.example>\nAnfonwyd: Llun\n\nHelo"),
        ("Thanks.", "-----Original Message-----\nShall we come?"),
        ("Thanks.", "________________________________\nFrom: Council"),
        ("Thanks.", "> Shall we come?"),
    ],
)
def test_what_somebody_writes_is_told_from_what_they_quote(new: str, old: str) -> None:
    assert parted(f"{new}\n\n{old}") == Quoted(new, old)


@pytest.mark.parametrize(
    "text",
    [
        "The lamp is out.",
        "> When?\nTomorrow.\n> Where?\nAt home.",
        "On Monday he wrote:\nnothing",
        "From: the heart\nI thank you.",
        "> all of it is quoted",
        "",
    ],
)
def test_a_text_in_which_nothing_is_surely_old_is_all_new(text: str) -> None:
    assert parted(text) == Quoted(text, "")
