"""The files that an officer chooses to send with a letter."""

from collections.abc import Iterable

from django import forms

from answerable.design.uploads import FilesField
from answerable.files.choosing import RULES


class Enclosing(forms.Form):
    """A box for files, beside those for the words of a letter (see ``Writing``), and those that were chosen already.

    ``chosen`` are the numbers of these, each with what it is.
    """

    enclose = FilesField(label="Files to send with it", help_text=RULES, required=False)

    def __init__(self, chosen: Iterable[tuple[int, str]]) -> None:
        super().__init__(auto_id="write-%s")
        remove = [(str(id), f"Remove {what}") for id, what in chosen]
        if remove:
            self.fields["drop"] = forms.MultipleChoiceField(
                label="These files go with what you send next",
                choices=remove,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
