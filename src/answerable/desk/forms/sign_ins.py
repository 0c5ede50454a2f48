"""Asking for the failed sign-ins of one day."""

from django import forms

from answerable.design.dates import DayField


class OfDay(forms.Form):
    """The day that is asked for."""

    day = DayField(what="the day", label="Which day?")
