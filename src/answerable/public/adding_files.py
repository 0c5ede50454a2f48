"""Photographs and files that somebody adds to what they write: the box for them, and what is said of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from answerable.contacts.limits import FILES_OF_CALLER
from answerable.design.uploads import FilesField
from answerable.files.actions import OnDisk, put_down
from answerable.files.choosing import RULES, choose_again, content_of_chosen, problems
from answerable.files.models import KeptFile
from answerable.files.names import said_size
from answerable.public.asking import Asked, is_within
from answerable.public.forms import More, NotAFullAnswer, NotDone, WhatTheySay, Wrong

HELD_FOR = timedelta(days=2)
"""How long files are held for a form that is not sent: longer than its answers are, which go with their session."""


class TakesFiles(forms.Form):
    """A form with a box for files. ``held`` are those that it has already, each of which can be taken away again."""

    added = FilesField(label="Photographs and files (optional)", help_text=RULES, required=False)

    def __init__(self, *args: Any, held: Sequence[KeptFile] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = held
        if held:
            self.fields["remove"] = forms.MultipleChoiceField(
                label="You have added these",
                help_text="Choose any that you do not want to send.",
                choices=[(str(one.id), f"Do not send {one.name} ({said_size(one.size)})") for one in held],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={"invalid_choice": "Choose from the list"},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse the files that we do not take, each in a sentence."""
        given: dict[str, Any] = super().clean() or {}
        stays = len(self._held) - len(given.get("remove", []))
        said = list(problems(self.chosen, beside=stays))
        if said:
            self.add_error("added", ". ".join(said))
        return given

    @property
    def chosen(self) -> "Sequence[UploadedFile[Any]]":
        """The files that were sent with the form, taken or not."""
        return self.files.getlist("added")

    @property
    def again(self) -> str:
        """What to say of the files on a page that is shown again, since no browser sends them twice by itself."""
        return choose_again([one.name or "" for one in self.chosen]) if self.errors else ""


class WhatTheySayWithFiles(TakesFiles, WhatTheySay):
    """What they have to say, and what shows it."""


class MoreWithFiles(TakesFiles, More):
    """Something to add, and what shows it."""


class WrongWithFiles(TakesFiles, Wrong):
    """What went wrong, and what shows it."""


class NotAFullAnswerWithFiles(TakesFiles, NotAFullAnswer):
    """What our answer leaves open, and what shows it."""


class NotDoneWithFiles(TakesFiles, NotDone):
    """What was not done, and what shows it."""


def may_put_down(request: Asked, form: TakesFiles) -> bool:
    """Tell whether whoever calls may send files now; count it, and say so on the form where they may not."""
    return not form.chosen or is_within(FILES_OF_CALLER, form, who=request.caller, at=request.now)


def on_disk(form: TakesFiles) -> list[OnDisk]:
    """Keep the content of the files that a form was sent with."""
    return [put_down(one.name or "", content_of_chosen(one)) for one in form.chosen]
