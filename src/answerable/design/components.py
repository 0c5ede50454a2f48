"""The HTML of the GOV.UK Design System's components, by name."""

from collections.abc import Hashable, Mapping
from functools import cache, lru_cache
from typing import Any, Protocol

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader, TemplateNotFound

PACKAGE = "govuk_frontend_jinja"
# Options that the macros do not escape, besides those whose names end in Html.
WRITTEN_AS_THEY_ARE = {"html", "attributes", "start", "end", "navigationStart", "navigationEnd"}
# The package does not change while we run: otherwise each label of each field looks at the disk to see whether it has.
ENVIRONMENT = Environment(loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}), autoescape=True, auto_reload=False)
REMEMBERED = 1000
"""How many components a process remembers as it last wrote them. Most of a page is the same each time."""


class Macro(Protocol):
    """What a component is to Jinja: a macro of one mapping."""

    def __call__(self, params: Mapping[str, Any]) -> str:
        """Write the component's HTML."""
        ...


def component(name: str, params: Mapping[str, Any]) -> SafeString:
    """Return the HTML of a component such as "date-input", equal to GOV.UK Frontend's own.

    ``params`` are the Design System's own options by their own names. Whatever is given as ``text`` is escaped.
    Whatever is given as ``html`` is not, so it must be marked safe already: words written in a template are, and so
    is what ``format_html`` returns.

    Raises LookupError if there is no such component, and TypeError for HTML that nobody has marked safe.
    """
    if params.get("value"):  # what a person typed is theirs, and is not kept
        return write(name, params)
    return remembered(AskedFor(name, params))


def write(name: str, params: Mapping[str, Any]) -> SafeString:
    """Write a component anew."""
    refuse_unmarked(name, params)
    return mark_safe(str(macro(name)(params)).strip())


class AskedFor:
    """A component that is asked for, and equal to another whose options are all the same, and of the same types.

    The types matter: HTML that is marked safe is equal to a stranger's words that are not, and True is equal to 1.
    """

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        self.name, self.params = name, params
        self._key = (name, fixed(params))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AskedFor) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=REMEMBERED)
def remembered(asked: AskedFor) -> SafeString:
    """Write a component, or return what was written for the same options before."""
    return write(asked.name, asked.params)


def fixed(params: Any) -> Hashable:
    """Return options as a value that can be looked up, each with its type."""
    if isinstance(params, Mapping):
        return tuple((option, fixed(value)) for option, value in params.items())
    if isinstance(params, list | tuple):
        return tuple(fixed(one) for one in params)
    return type(params), params


def refuse_unmarked(name: str, params: Any) -> None:
    """Raise TypeError if anywhere in the params is HTML that a stranger might have written."""
    if isinstance(params, list | tuple):
        for one in params:
            refuse_unmarked(name, one)
    elif isinstance(params, Mapping):
        for option, value in params.items():
            is_raw = option in WRITTEN_AS_THEY_ARE or str(option).endswith("Html")
            if is_raw and isinstance(value, str) and not hasattr(value, "__html__"):
                raise TypeError(
                    f"Cannot write {option} of a {name}: it is not marked safe, so it might hold a script. "
                    "Give it as text, or make it with format_html."
                )
            refuse_unmarked(name, value)


@cache
def macro(name: str) -> Macro:
    """Return the macro that writes the named component."""
    try:
        module = ENVIRONMENT.get_template(f"{PACKAGE}/components/{name}/macro.html").module
    except TemplateNotFound:
        raise LookupError(f'There is no component "{name}". Take a name from the GOV.UK Design System.') from None
    found: Macro = getattr(module, "govuk" + "".join(word.capitalize() for word in name.split("-")))
    return found
