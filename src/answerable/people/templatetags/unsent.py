"""The safety of a form, and for whom its page was made: in place of Django's tag, so that no form lacks it."""

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from answerable.people.unsent import page_of

register = template.Library()


class _Safety(CsrfTokenNode):
    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        said = page_of(request) if request is not None else {}
        hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', said.items())
        return SafeString(super().render(context) + hidden)


@register.tag
def csrf_token(parser: Parser, token: Token) -> _Safety:
    """Write what Django's tag writes, and on a page of the desk what people/unsent.py reads."""
    return _Safety()
