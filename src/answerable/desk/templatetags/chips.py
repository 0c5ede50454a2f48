"""Chips as they stand on a page. A queue has hundreds, and few are unlike each other."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from answerable.desk.pages.chips import Chip

register = template.Library()


@register.filter
def as_items(chips: tuple[Chip, ...]) -> SafeString:
    """Return chips as the items of a list."""
    return mark_safe("".join(as_chip(one, "li") for one in chips))


@register.filter
@lru_cache(maxsize=4096)
def as_chip(chip: Chip, tag: str) -> SafeString:
    """Return one chip within a tag of this name."""
    html = '<{0} class="chip chip--{look}"><b>{promise}</b> {what} · {stands}</{0}>'
    return format_html(html, tag, **chip._asdict())
