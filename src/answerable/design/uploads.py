"""A field for several files at once, as the Design System's file upload."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


class SeveralFiles(forms.FileInput):
    """A box from which several files are chosen. A browser never shows again what was chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files, or none, as a list; whether they are taken is for the form to say."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> "Sequence[UploadedFile[Any]]":
        """Return what was chosen, as it came."""
        return list(data or [])
