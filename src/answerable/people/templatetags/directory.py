"""What the pages of signing in ask about the council's own directory."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def directory_name() -> str:
    """Return what staff call the directory that they sign in by; nothing where there is none."""
    return settings.DIRECTORY_NAME if settings.DIRECTORY_ISSUER else ""


@register.simple_tag
def directory_asks_both() -> bool:
    """Tell whether signing in at the directory can be both steps, so that to do it again is enough here."""
    return bool(settings.DIRECTORY_ISSUER and settings.DIRECTORY_SECOND_STEP)


@register.simple_tag
def has_passwords() -> bool:
    """Tell whether everybody may sign in with a password, and not one account alone."""
    return not settings.PASSWORD_ONLY_FOR
