"""What every form of the desk that is sent has in common."""

from typing import Any, ClassVar

from django import forms

from answerable.people.unsent import SIGNED_OUT, Typed


class DeskForm(forms.Form):
    """A form of the desk. Filled in with what could not be sent, it says so, and is never right: nothing is done."""

    def full_clean(self) -> None:
        """Read what was sent; what was only kept is shown as it was typed, and judged once it is sent."""
        super().full_clean()
        if isinstance(self.data, Typed):
            self.errors.clear()
            self.add_error(None, SIGNED_OUT)


class Doing(DeskForm):
    """Something done to one contact, on a page of its own: ``at`` is its address, and ``lead`` says what it does.

    What is done often has a ``key`` on the contact's page.
    """

    at: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str]
    lead: ClassVar[str] = ""
    key: ClassVar[str] = ""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{self.at}-%s", **kwargs)  # some stand beside others on the contact's page
