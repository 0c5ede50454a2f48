"""A council's own colour, and what can be read on it."""

import re

WHITE = "#ffffff"
BLACK = "#000000"


def usable(colour: str) -> bool:
    """Say whether a colour is written as #1d70b8 is."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", colour) is not None


def brightness(colour: str) -> float:
    """Return a colour's relative luminance, from 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return how well two colours can be told apart, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """Return white or black, whichever is easier to read on a colour; one of them always has 4.5 to 1."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, colour))


def line_on_white(colour: str) -> str:
    """Return the colour if a line of it can be seen on a white page (3 to 1, WCAG 1.4.11), and black if not."""
    return colour if contrast(colour, WHITE) >= 3 else BLACK
