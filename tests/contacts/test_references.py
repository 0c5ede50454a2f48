import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contacts.references import (
    ALIKE,
    ALPHABET,
    MISREAD,
    check_character,
    new_reference,
    references_in,
    references_typed,
)

bodies = st.text(ALPHABET, min_size=7, max_size=7)


def whole(body: str) -> str:
    letters = body + check_character(body)
    return f"{letters[:4]}-{letters[4:]}"


def test_a_new_reference_is_one_that_is_recognised():
    made = new_reference()
    assert references_in(f"Re: [{made}] Street lamp") == [made]


@given(bodies)
def test_it_is_recognised_in_small_letters_and_without_its_dash(body: str):
    reference = whole(body)
    assert references_in(reference.lower().replace("-", "")) == [reference]


@given(bodies, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, letter: str):
    right = whole(body).replace("-", "")
    wrong = right[:place] + letter + right[place + 1 :]
    assert references_in(wrong) == ([whole(body)] if wrong == right else [])


@given(bodies, st.integers(0, 6), st.integers(0, 6))
def test_two_characters_the_wrong_way_round_are_always_noticed(body: str, one: int, other: int):
    letters = list(body)
    letters[one], letters[other] = letters[other], letters[one]
    wrong = "".join(letters) + check_character(body)
    assert references_in(wrong) == ([whole(body)] if wrong[:7] == body else [])


def test_a_word_that_only_looks_like_a_reference_is_not_one():
    assert references_in("ABCD-EFGH, 2345-6789, HELLO-WORLD and AAAAAAAA") == []


def test_there_is_nothing_in_it_that_is_misread_aloud():
    assert set("01IOU").isdisjoint(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


@given(bodies, st.integers(0, 7))
def test_what_was_misread_is_put_right(body: str, place: int):
    right = whole(body)
    letters = right.replace("-", "")
    swapped = letters[:place] + ALIKE.get(letters[place], letters[place]) + letters[place + 1 :]
    assert references_typed(right)[0] == right
    assert right in references_typed(swapped)
    for wrong, meant in MISREAD.items():
        if letters[place] in meant:
            assert right in references_typed(letters[:place] + wrong + letters[place + 1 :])


@pytest.mark.parametrize(
    ("misread", "letter"), [("0", "D"), ("0", "Q"), ("O", "D"), ("O", "Q"), ("1", "L"), ("1", "J")]
)
def test_each_letter_that_is_misread_for_one_no_reference_has_is_found(misread: str, letter: str):
    right = whole(letter * 7)
    assert right in references_typed(right.replace(letter, misread, 1))


def test_what_cannot_be_a_reference_is_none():
    assert [references_typed(text) for text in ("", "EQPF 99A", "EQPF 99AQ7", "ÉQPF 99AQ", "2222-2223")] == [[]] * 5
    assert set(MISREAD) == set("01IOU")
