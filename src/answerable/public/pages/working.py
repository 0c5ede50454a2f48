"""The engine's own working of a date, dressed in the styles of our pages."""

from django.utils.safestring import SafeString, mark_safe

from answerable.design.templatetags.words import in_whole_seconds
from answerable.standards.explaining.explain import Explanation

# The engine writes plain HTML, with every word escaped; these are the only tags in it.
_CLASSES = {
    "<h2>": '<h4 class="govuk-heading-s">',
    "</h2>": "</h4>",
    "<p>": '<p class="govuk-body">',
    "<ol>": '<ol class="govuk-list govuk-list--number">',
    "<table>": '<table class="govuk-table">',
    "<caption>": '<caption class="govuk-table__caption">',
    '<th scope="col">': '<th scope="col" class="govuk-table__header">',
    '<th scope="row">': '<th scope="row" class="govuk-table__header">',
    "<td>": '<td class="govuk-table__cell">',
    "<dl>": '<dl class="govuk-body">',
}


def dressed(explanation: Explanation) -> SafeString:
    """Return the working as HTML for a page whose promises have headings of the third level."""
    html = in_whole_seconds(explanation.as_html())
    for plain, classed in _CLASSES.items():
        html = html.replace(plain, classed)
    return mark_safe(html)
