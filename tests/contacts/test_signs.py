"""Words that may mean that somebody could come to harm are found in their English forms, and false friends are not."""

import tomllib
from importlib.resources import files
from time import perf_counter

import pytest

from answerable.contacts.signs import MOST, WelfareSign, new_words, signs_in


@pytest.mark.parametrize(
    ("text", "about", "words"),
    [
        ("We have no heating and no food.", "heating, water or power", "no heating"),
        ("there's been no hot water or heating since Monday", "heating, water or power", "no hot water or heating"),
        ("The heating isn’t working", "heating, water or power", "heating is not working"),
        ("Our boiler broke on Friday.", "heating, water or power", "boiler broke"),
        ("It is freezing cold in here", "heating, water or power", "freezing cold"),
        ("I can't afford to put the heating on", "heating, water or power", "can not afford to put the heating"),
        ("I haven't got any food", "food or money", "not got any food"),
        ("I have not eaten since Thursday", "food or money", "not eaten"),
        ("the children are STARVING", "food or money", "starving"),
        ("She starved herself", "food or money", "starved"),
        ("I am thinking of killing myself", "their own life", "killing myself"),
        ("I cannot go on like this", "their own life", "can not go on"),
        ("He took his own life", "their own life", "took his own life"),
        ("My husband hits me", "violence or fear", "hits me"),
        ("he keeps hitting her", "violence or fear", "hitting her"),
        ("I was being abused", "violence or fear", "being abused"),
        ("He threatened to kill us", "violence or fear", "threatened to kill"),
        ("two babies left all alone", "a child, or an adult at risk", "babies left all alone"),
        ("Mum has been taken to hospital", "illness or injury", "taken to hospital"),
        ("My neighbour collapsed in the hall", "illness or injury", "collapsed"),
        ("I think he is dead", "illness or injury", "dead"),
        ("we have nowhere to sleep tonight", "nowhere to live", "nowhere to sleep"),
        ("I'm sleeping in my car", "nowhere to live", "sleeping in my car"),
        ("there is a smell of gas", "a home that is not safe", "smell of gas"),
        ("no\nheating", "heating, water or power", "no heating"),
    ],
)
def test_words_are_found_in_their_english_forms_and_shown_as_they_stand(text: str, about: str, words: str):
    assert WelfareSign(about, words) in signs_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "The street lamp outside number 4 is out.",
        "Our road is a dead end and nobody sweeps it.",
        "You could kill two birds with one stone.",
        "There is a dead badger in the lane. There are dead leaves in the gully.",
        "I am dying to know when the library opens.",
        "My food waste bin was not collected, and there is no food caddy.",
        "No food hygiene rating was shown.",
        "What did the council tax freeze cost?",
        "Is this an abuse of power?",
        "Please kill the weeds, or send a weed killer.",
        "The drain has collapsed. A collapsed wall blocks the path.",
        "It is a stab in the dark, but who owns the field of oilseed rape?",
        "Please send your safeguarding policy.",
        "The water is heated. No problem. Heating is on.",
        "Killarney Road and Deadman Lane",
        "My bin has been missed since Monday, and the other one is missing since June.",
        "You have no power to fine me.",
        "",
    ],
)
def test_a_false_friend_raises_nothing(text: str):
    assert signs_in(text) == []


def test_a_real_sign_beside_a_false_friend_is_found():
    assert signs_in("We live in a dead end and have no heating") == [
        WelfareSign("heating, water or power", "no heating")
    ]
    assert signs_in("Kill two birds with one stone: he said he would kill me") == [
        WelfareSign("violence or fear", "kill")
    ]


def test_words_of_two_sentences_make_no_phrase():
    assert signs_in("There was no answer. Heating oil is dear.") == []
    assert signs_in("No.\n\nHeating oil is dear.") == []


def test_each_sign_is_told_once_and_no_more_than_a_few():
    assert signs_in("no heating", "No heating! NO HEATING") == [WelfareSign("heating, water or power", "no heating")]
    many = " . ".join(f"no {word} heating" for word in "abcdefghijklmnop")
    assert len(signs_in(many)) == MOST


def test_every_phrase_of_the_list_is_found_by_itself():
    said = tomllib.loads(files("answerable.contacts").joinpath("welfare-words.toml").read_text(encoding="utf-8"))
    lost = [
        phrase
        for sign in said["sign"]
        for phrase in sign["phrases"]
        if sign["about"] not in {one.about for one in signs_in(_alone(phrase))}
    ]
    assert lost == []


def test_every_false_friend_hides_itself():
    said = tomllib.loads(files("answerable.contacts").joinpath("welfare-words.toml").read_text(encoding="utf-8"))
    assert [phrase for phrase in said["false_friends"] if signs_in(_alone(phrase))] == []


def _alone(phrase: str) -> str:
    words = [word.partition("/")[0] for word in phrase.split()]
    return " ".join(word for word in words if word != "...")


def test_what_a_later_message_repeats_is_not_looked_at_again():
    before = ["Dear council,\n\nthere has been no heating in the flat since Monday and it is cold.\n\nNo food."]
    quoted = "Thank you.\n\n> there has been no heating in the\n> flat since Monday\n> No food."
    assert new_words(quoted, before) == "Thank you.\n"
    unmarked = "Thanks.\nthere has been no heating in the flat since Monday and it is cold."
    assert new_words(unmarked, before) == "Thanks."


def test_what_is_typed_again_or_quoted_from_elsewhere_is_looked_at():
    before = ["We have no heating and nobody has come. No food."]
    assert new_words("No food.\n> My mother has no heating", before) == "No food.\n> My mother has no heating"


def test_a_long_message_is_read_in_little_time():
    began = perf_counter()
    signs_in("no can not child " * 12_000)
    assert perf_counter() - began < 5
