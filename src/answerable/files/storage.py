"""Where the content of files is kept: a folder of this machine, unless ``STORAGES["files"]`` names another place."""

import os
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

UNFINISHED = ".part"
"""How the name of a file ends that is still being written, or was when the power failed."""


class InFolder(FileSystemStorage):
    """A folder that only we may open. What is in it under its name is there whole, and on the disk."""

    def __init__(self, location: str) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name itself: what is there under it already is the same."""
        return name

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]  # as Django's stubs have it
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = place.with_name(f"{place.name}.{uuid4().hex}{UNFINISHED}")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
        for folder in (place.parent, place.parent.parent):
            _have_on_disk(folder)
        return name


def _have_on_disk(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def storage() -> Storage:
    """Return where files are kept."""
    return storages["files"]


def place_of(digest: str) -> str:
    """Return the name under which a content is kept: so that no folder holds too many."""
    return f"{digest[:2]}/{digest}"


def put(digest: str, content: bytes) -> None:
    """Have a content there, whole; where it is already it stays as it is."""
    if not storage().exists(place_of(digest)):
        storage().save(place_of(digest), ContentFile(content))
