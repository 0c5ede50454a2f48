"""Choosing what one is told, by which way, and when."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms

from answerable.alerts.kinds import CHOSEN, WAYS
from answerable.alerts.models import AlertChoices
from answerable.alerts.wishes import WARNED, Wishes
from answerable.desk.forms.sent import DeskForm

_FROM_LIST = {"invalid_choice": "Choose from the list"}
_HOURS = tuple(time(hour) for hour in range(24))
_MORNINGS = tuple(time(hour, minute) for hour in range(6, 13) for minute in (0, 30))
_YES, _NO = "yes", "no"


class ChoosingAlerts(DeskForm):
    """A list for each thing that can be chosen. What is left as it is follows the team, the council or the house."""

    morning_at = forms.ChoiceField(
        label="When does the morning’s list come?",
        help_text="On working days of the council.",
        required=False,
        error_messages=_FROM_LIST,
    )
    warn_hours = forms.ChoiceField(
        label="How long before a limit is the warning?",
        help_text="In hours in which the council is open: 4 hours before the end of a day is after lunch on that day.",
        required=False,
        error_messages=_FROM_LIST,
    )
    quiet_from = forms.ChoiceField(label="From when on is it quiet?", required=False, error_messages=_FROM_LIST)
    quiet_to = forms.ChoiceField(
        label="Until when?",
        help_text="What comes meanwhile is sent in one email afterwards. Give the same time twice for no quiet hours.",
        required=False,
        error_messages=_FROM_LIST,
    )
    quiet_days = forms.ChoiceField(
        label="Are days quiet that are not working days?",
        help_text="Weekends, bank holidays and days on which the council is shut.",
        required=False,
        error_messages=_FROM_LIST,
    )

    def __init__(self, data: Any = None, *, otherwise: Wishes, whose: str, **kwargs: Any) -> None:
        super().__init__(data, auto_id="alerts-%s", **kwargs)
        self._whose = whose
        ways = {}
        for kind in CHOSEN:
            choices = [(way, WAYS[way]) for way in kind.ways]
            ways[f"way-{kind.name}"] = forms.ChoiceField(
                label=kind.title,
                required=False,
                choices=self._choices(choices, WAYS[otherwise.way_of(kind.name)]),
                error_messages=_FROM_LIST,
            )
        self.fields = {**ways, **self.fields}
        self._offer("morning_at", _times(_MORNINGS), _said(otherwise.morning_at))
        self._offer("warn_hours", ((str(many), said) for many, said in WARNED.items()), WARNED[otherwise.warn_hours])
        self._offer("quiet_from", _times(_HOURS), _said(otherwise.quiet_from))
        self._offer("quiet_to", _times(_HOURS), _said(otherwise.quiet_to))
        self._offer("quiet_days", ((_YES, "Yes"), (_NO, "No")), "Yes" if otherwise.quiet_days else "No")

    def _offer(self, name: str, choices: Iterable[tuple[str, str]], otherwise: str) -> None:
        self.fields[name].choices = self._choices(choices, otherwise)  # type: ignore[attr-defined]  # of a ChoiceField

    def _choices(self, choices: Iterable[tuple[str, str]], otherwise: str) -> list[tuple[str, str]]:
        return [("", f"As {self._whose} has it: {otherwise[0].lower()}{otherwise[1:]}"), *choices]

    @classmethod
    def of(cls, chosen: AlertChoices | None, data: Any = None, *, otherwise: Wishes, whose: str) -> "ChoosingAlerts":
        """Return the form with what is chosen already. ``otherwise`` is what holds where nothing is."""
        start: dict[str, str] = {}
        if chosen is not None:
            start |= {f"way-{name}": way for name, way in chosen.ways.items()}
            times = ("morning_at", "quiet_from", "quiet_to")
            start |= {name: _said(given) for name in times if (given := getattr(chosen, name)) is not None}
            start |= {} if chosen.warn_hours is None else {"warn_hours": str(chosen.warn_hours)}
            start |= {} if chosen.quiet_days is None else {"quiet_days": _YES if chosen.quiet_days else _NO}
        return cls(data, otherwise=otherwise, whose=whose, initial=start)

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The lists of what is told by which way."""
        return [self[f"way-{kind.name}"] for kind in CHOSEN]

    @property
    def times(self) -> list[forms.BoundField]:
        """The lists of when."""
        return [self[name] for name in self.base_fields]

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        typed = self.cleaned_data
        times = {name: _time(typed[name]) for name in ("morning_at", "quiet_from", "quiet_to")}
        return {
            "ways": {kind.name: typed[f"way-{kind.name}"] for kind in CHOSEN},
            "warn_hours": int(typed["warn_hours"]) if typed["warn_hours"] else None,
            "quiet_days": {_YES: True, _NO: False}.get(typed["quiet_days"]),
            **times,
        }


def _said(at: time) -> str:
    return f"{at:%H:%M}"


def _time(said: str) -> time | None:
    return time.fromisoformat(said) if said else None


def _times(times: Iterable[time]) -> list[tuple[str, str]]:
    return [(_said(at), _said(at)) for at in times]
