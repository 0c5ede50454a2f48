"""How the council is reached, its services, teams and mailboxes, as they are changed on screen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.settings import as_seen
from answerable.councils.urgent import UrgentNumber
from answerable.desk.forms.sent import DeskForm
from answerable.desk.forms.staff import TypedLine


class Settling(DeskForm):
    """Some settings as they are to be, and as they all were when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, data: Any = None, *, of: Any = None, **start: Any) -> None:
        known = {"seen": as_seen(of), **start} if of is not None else start
        super().__init__(data, initial=known, auto_id="set-%s")

    @property
    def wanted(self) -> dict[str, Any]:
        """What was typed, by the settings' names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _line(label: str, what: str, most: int, hint: str = "", *, required: bool = True) -> TypedLine:
    too_long = f"Say {what} in {most} characters or fewer"
    return TypedLine(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        error_messages={"required": f"Enter {what}", "max_length": too_long},
    )


class ReachingCouncil(Settling):
    """The council's own telephone, address and hours, and who is told of danger."""

    phone = _line("Telephone number", "the number", 40)
    address = forms.CharField(
        label="Address",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": "Enter the address", "max_length": "Say the address in 500 characters or fewer"},
    )
    opening = _line("Opening hours", "the opening hours", 300, "As residents read them: Monday to Friday, 9am to 5pm")
    duty_address = forms.EmailField(
        label="Duty address",
        required=False,
        max_length=254,
        help_text="Who is told at once, at any hour, that somebody says there is danger. Without one nobody is told.",
        error_messages={"invalid": "Enter an address, as duty@council.uk"},
    )

    @classmethod
    def of(cls, council: Council, data: Any = None) -> "ReachingCouncil":
        """Return the form with what is so now."""
        now = {name: getattr(council, name) for name in ("phone", "address", "opening", "duty_address")}
        return cls(data, of=council, **now)

    def clean_address(self) -> str:
        """Write line ends in one way; browsers send their own."""
        return str(self.cleaned_data["address"]).replace("\r\n", "\n")

    def clean_duty_address(self) -> str:
        """Write it in small letters, as the council's file is read."""
        return str(self.cleaned_data["duty_address"]).lower()


class UrgentNumbers(Settling):
    """The numbers for what cannot wait: those that there are, and room for one more."""

    MOST = 10

    def __init__(self, data: Any = None, *, council: Council, calendar: str) -> None:
        super().__init__(data, of=council)
        self._kept: Sequence[Mapping[str, Any]] = council.urgent_numbers
        self._calendar = calendar
        for n in range(min(len(self._kept) + 1, self.MOST)):
            now: Mapping[str, Any] = self._kept[n] if n < len(self._kept) else {}
            for name, label in (("for", f"What number {n + 1} is for"), ("phone", f"Number {n + 1}")):
                field = TypedLine(
                    label=label,
                    required=False,
                    max_length=100,
                    error_messages={"max_length": "Say it in 100 characters or fewer"},
                )
                field.initial = now.get("what_for" if name == "for" else name, "")
                self.fields[f"{name}_{n}"] = field

    def clean(self) -> dict[str, Any]:
        """Refuse a number without words, words without a number, and one number twice."""
        for n in self._places():
            said, phone = self._typed(n)
            if bool(said) != bool(phone):
                self.add_error(
                    f"{'phone' if said else 'for'}_{n}",
                    "Enter both, or leave both empty to take the number away",
                )
        phones = [phone for _, phone in map(self._typed, self._places()) if phone]
        if len(set(phones)) < len(phones):
            raise ValidationError("The same number is there twice. Say in one line all that it is for.")
        return self.cleaned_data

    @property
    def wanted(self) -> dict[str, Any]:
        """The numbers as a council keeps them. Each keeps its hours; a new one is answered at every hour."""
        numbers = []
        for n in self._places():
            said, phone = self._typed(n)
            if not phone:
                continue
            if n < len(self._kept):
                numbers.append({**self._kept[n], "what_for": said, "phone": phone})
            else:
                numbers.append(UrgentNumber(said, phone, {}, self._calendar).as_kept())
        return {"urgent_numbers": numbers}

    def _places(self) -> range:
        return range(min(len(self._kept) + 1, self.MOST))

    def _typed(self, n: int) -> tuple[str, str]:
        return self.cleaned_data.get(f"for_{n}", ""), self.cleaned_data.get(f"phone_{n}", "")


class NamingService(Settling):
    """What a service is called."""

    name = _line("Name", "its name", 100, "Such as Streets and waste.")


class KeepingService(NamingService):
    """What a service is called, and what the form on the website says of it to residents."""

    takes_forms = forms.ChoiceField(
        label="Which team takes what the form on the website brings?",
        required=False,
        help_text="Once one of its teams is chosen, the form asks residents "
        "what their message is about, and this service is one of the answers. What has come stays where it is.",
        error_messages={"invalid_choice": "Choose one of this service’s own teams from the list"},
    )
    public_title = _line(
        "What residents choose (optional)",
        "what residents choose",
        80,
        "In their words, if its name is one of ours: Bins, streets and parks.",
        required=False,
    )
    public_hint = _line(
        "Hint under it (optional)",
        "the hint",
        150,
        "What it is for: Missed bins, street lamps, potholes and trees.",
        required=False,
    )

    def __init__(self, data: Any = None, *, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._teams = {str(one.pk): one for one in teams}
        nobody = ("", "None: the form does not offer it")
        self.fields["takes_forms"].choices = [nobody, *((id, one.name) for id, one in self._teams.items())]  # type: ignore[attr-defined]  # of a ChoiceField

    @classmethod
    def of(cls, service: Service, data: Any = None) -> "KeepingService":
        """Return the form with what is so now, and the teams of the service to choose from."""
        now = {name: getattr(service, name) for name in ("name", "public_title", "public_hint")}
        takes = service.takes_forms_id
        return cls(data, of=service, teams=service.teams.all(), takes_forms=str(takes or ""), **now)

    @property
    def wanted(self) -> dict[str, Any]:
        """What was typed, with the team itself, or None for nobody."""
        return {**super().wanted, "takes_forms": self._teams.get(self.cleaned_data["takes_forms"])}


class NamingTeam(Settling):
    """What a team is called, and whom an automatic message names."""

    name = _line("Name", "its name", 100, "It follows “Your message is with” in letters: the streets team.")
    answers_name = _line("Who answers", "a name", 100, "The person whom an automatic acknowledgement names.")
    answers_phone = _line("Their telephone number", "a number", 40)


class AddingTeam(NamingTeam):
    """A new team, and the service that it is of."""

    field_order = ("service",)
    service = forms.ChoiceField(
        label="Service",
        error_messages={"required": "Choose a service", "invalid_choice": "Choose a service from the list"},
    )

    def __init__(self, data: Any = None, *, services: Iterable[Service]) -> None:
        super().__init__(data)
        self._services = {str(one.pk): one for one in services}
        named = [(id, one.name) for id, one in self._services.items()]
        self.fields["service"].choices = [("", "Choose a service"), *named]  # type: ignore[attr-defined]  # of a ChoiceField

    @property
    def wanted(self) -> dict[str, Any]:
        """What was typed, with the service itself."""
        return {**super().wanted, "service": self._services[self.cleaned_data["service"]]}


class MovingMailbox(Settling):
    """Which team a mailbox is of, and what the charter calls it."""

    team = forms.ChoiceField(
        label="Team",
        help_text="What comes to it from now on goes to this team. What has come stays where it is.",
        error_messages={"required": "Choose a team", "invalid_choice": "Choose a team from the list"},
    )
    name = forms.ChoiceField(
        label="What the charter calls it",
        required=False,
        help_text="Some promises are for one mailbox, which the charter names. Most mailboxes have no such name.",
        error_messages={"invalid_choice": "Choose a name from the list"},
    )

    def __init__(self, data: Any = None, *, teams: Iterable[Team], names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._teams = {str(one.pk): one for one in teams}
        named = [(id, f"{one.service}: {one}") for id, one in self._teams.items()]
        self.fields["team"].choices = [("", "Choose a team"), *named]  # type: ignore[attr-defined]  # as above
        self.fields["name"].choices = [("", "No name"), *((one, one) for one in names)]  # type: ignore[attr-defined]  # as above

    @classmethod
    def of(cls, mailbox: Mailbox, data: Any = None, *, names: Iterable[str], **choices: Any) -> "MovingMailbox":
        """Return the form with what is so now; a name that no charter in force gives any more can stay."""
        names = sorted({*names, mailbox.name} - {""})
        return cls(data, of=mailbox, team=str(mailbox.team_id), name=mailbox.name, names=names, **choices)

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen, with the team itself."""
        return {**super().wanted, "team": self._teams[self.cleaned_data["team"]]}


class AddingMailbox(MovingMailbox):
    """A new address to which residents write."""

    field_order = ("address",)
    address = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={"required": "Enter the address", "invalid": "Enter an address, as contact@council.uk"},
    )

    def clean_address(self) -> str:
        """Write it in small letters, as the council's file is read."""
        return str(self.cleaned_data["address"]).lower()
