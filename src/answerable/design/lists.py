"""The rows of long lists. Jinja writes them, in a fraction of the time of Django's templates (decision 71)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.template import Engine
from django.template.utils import get_app_template_dirs
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = "lists"
"""Where a room keeps them, beside its templates."""


def written(name: str, given: dict[str, Any]) -> SafeString:
    """Write a list by a template of ``FOLDER``. Whatever is not marked safe is escaped, as on every page.

    Raises UndefinedError for a name that nobody gave, and TemplateNotFound.
    """
    return mark_safe(_environment().get_template(name).render(given))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(get_app_template_dirs(FOLDER)),
        autoescape=True,
        auto_reload=Engine.get_default().debug,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _filters()
    return environment


def _filters() -> dict[str, Callable[..., Any]]:
    """Return the filters that our pages have, so that a day is said on a list as it is elsewhere."""
    libraries = Engine.get_default().template_libraries.values()
    return {name: filter for library in libraries for name, filter in library.filters.items()}
