"""The Design System's components, form fields and error summary, for templates."""

from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from answerable.design.colours import usable
from answerable.design.components import component
from answerable.design.fields import field, problems
from answerable.design.lists import written

register = template.Library()


@register.simple_tag
def govuk(name: str, **params: Any) -> SafeString:
    """Write a component: ``{% govuk 'button' text="Send" %}``. Options are the Design System's, by its names."""
    return component(name, params)


@register.simple_tag
def long_list(name: str, **given: Any) -> SafeString:
    """Write the rows of a long list: ``{% long_list "desk/queue.html" rows=rows %}``. See design/lists.py."""
    return written(name, given)


@register.simple_tag
def govuk_field(bound: BoundField, **params: Any) -> SafeString:
    """Write a form's field with its label, hint and error: ``{% govuk_field form.name heading="l" %}``.

    ``heading`` makes the label the page's heading. Anything else is handed to the component (classes, prefix, rows).
    """
    if bound.is_hidden:
        return bound.as_widget()
    return component(*field(bound, params))


@register.simple_tag
def govuk_errors(form: forms.BaseForm | None) -> SafeString | str:
    """Write the error summary, each line a link to what to put right; nothing where there is nothing wrong.

    The layouts do this for the ``form`` of every page, so a page need not.
    """
    if not form or not form.errors:
        return ""
    return component("error-summary", {"titleText": "There is a problem", "errorList": problems(form)})


@register.simple_tag(takes_context=True)
def navigation_link(
    context: template.Context, text: str, href: str, key: str = "", section: bool = False
) -> SafeString:
    """Write one link of a layout's navigation, marked if it is this page, or a ``section`` that this page is in.

    ``key`` is the desk's shortcut for it.
    """
    path = context["request"].path
    return _link(text, href, key, "page" if path == href else "true" if section and path.startswith(href) else "")


@lru_cache(maxsize=1000, typed=True)  # words that are marked safe are equal to a stranger's that are not
def _link(text: str, href: str, key: str, current: str) -> SafeString:
    return format_html(
        '<li class="govuk-service-navigation__item{}">'
        '<a class="govuk-service-navigation__link" href="{}"{}{}>{}</a></li>',
        " govuk-service-navigation__item--active" if current else "",
        href,
        format_html(' aria-current="{}"', current) if current else "",
        format_html(' data-key="{}"', key) if key else "",
        text,
    )


@register.simple_tag
def back_link(href: str, text: str = "Back") -> SafeString:
    """Write the link back that stands before a page's heading."""
    return format_html('<nav aria-label="Back"><a href="{}" class="govuk-back-link">{}</a></nav>', href, text)


@register.simple_tag
def council_colours(colour: str | None) -> SafeString | str:
    """Write the link to a council's own colours; nothing for a colour that is not like #1d70b8."""
    if not colour or not usable(colour):
        return ""
    return format_html('<link rel="stylesheet" href="{}">', reverse("design:brand", args=[colour[1:].lower()]))


@register.simple_tag
def deployment_banner() -> SafeString | str:
    """Write what a deployment that is not the real one says of itself on every page; nothing on the real one."""
    if not settings.BANNER:
        return ""
    return component(
        "phase-banner",
        {"classes": "govuk-width-container", "tag": {"text": "Not live"}, "text": settings.BANNER},
    )


@register.inclusion_tag("design/messages.html", takes_context=True)
def banners(context: template.Context) -> dict[str, Any]:
    """Write what the last action said, as notification banners."""
    return {"messages": context.get("messages", ())}
