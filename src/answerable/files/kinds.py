"""What a file is, told by its content and never by what its sender says of it; and what to say of it to who opens it.

Only what we show differently, or warn of, is told apart. Nothing is ever unpacked or opened for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """What a file can be: how it is kept in its row, and its words.

    ``endings`` are those that the names of such files have; one with the ending of another kind lies about itself.
    ``picture`` is what a browser is told of those that it shows in the page, and empty for what is only taken away.
    ``refused`` says why one that somebody chooses to send is not taken, and what to do instead. One that ``is_printed``
    goes with a letter on paper.
    """

    name: str
    title: str
    endings: tuple[str, ...] = ()
    picture: str = ""
    warning: str = ""
    refused: str = ""
    is_printed: bool = False

    @property
    def media(self) -> str:
        """What a mail program is told that such a file is: the rest is told by its name, as everywhere."""
        return self.picture or ("application/pdf" if self.name == "pdf" else "application/octet-stream")


_NO_MACROS = "holds macros, which can be programs. Save it without them, or as a PDF, and choose that"
_PROGRAM = "It may hold a program. Do not open it unless you know who sent it, and why."

_OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".docm", ".xlsm", ".pptm", ".dotm", ".xlsb")
_OLD_OFFICE = (".doc", ".xls", ".ppt", ".dot", ".msg", ".pub")

EMPTY = FileKind(
    name="empty",
    title="an empty file",
    warning="There is nothing in it.",
    refused="is empty. Check that it opens where you have it, and choose it again",
)
JPEG = FileKind(
    name="jpeg", title="a picture (JPEG)", endings=(".jpg", ".jpeg", ".jfif"), picture="image/jpeg", is_printed=True
)
PNG = FileKind(name="png", title="a picture (PNG)", endings=(".png",), picture="image/png", is_printed=True)
GIF = FileKind(name="gif", title="a picture (GIF)", endings=(".gif",), picture="image/gif", is_printed=True)
WEBP = FileKind(name="webp", title="a picture (WebP)", endings=(".webp",), picture="image/webp", is_printed=True)
HEIC = FileKind(name="heic", title="a picture (HEIC)", endings=(".heic", ".heif", ".avif"))
TIFF = FileKind(name="tiff", title="a picture (TIFF)", endings=(".tif", ".tiff"), is_printed=True)
PDF = FileKind(name="pdf", title="a PDF", endings=(".pdf",), is_printed=True)
OFFICE = FileKind(name="office", title="an Office document", endings=_OFFICE, is_printed=True)
OFFICE_MACROS = FileKind(
    name="office macros",
    title="an Office document with macros",
    endings=_OFFICE,
    warning=_PROGRAM,
    refused=_NO_MACROS,
)
OLD_OFFICE = FileKind(name="old office", title="an older Office document", endings=_OLD_OFFICE, is_printed=True)
OLD_MACROS = FileKind(
    name="old macros",
    title="an older Office document with macros",
    endings=_OLD_OFFICE,
    warning=_PROGRAM,
    refused=_NO_MACROS,
)
WEB_PAGE = FileKind(
    name="web page", title="a web page", endings=(".html", ".htm", ".xhtml", ".svg", ".xml"), warning=_PROGRAM
)
PROGRAM = FileKind(
    name="program",
    title="a program",
    endings=(
        *(".exe", ".dll", ".scr", ".com", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta"),
        *(".jar", ".lnk", ".reg", ".sh", ".py", ".apk", ".app", ".iso", ".img"),
    ),
    warning=_PROGRAM,
    refused="is a program, and we take none. Send a picture or a PDF of what it shows",
)
PACKED = FileKind(name="packed", title="packed files", endings=(".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz"))
BOMB = FileKind(
    name="bomb",
    title="packed files",
    endings=PACKED.endings,
    warning="It unpacks to far more than it is, and could fill a disk. Do not unpack it.",
    refused="unpacks to far more than it is, and could fill a disk. Choose the files that are in it",
)
SOUND = FileKind(name="sound", title="sound", endings=(".mp3", ".wav", ".ogg", ".m4a", ".flac", ".amr"))
VIDEO = FileKind(name="video", title="a video", endings=(".mp4", ".mov", ".avi", ".mkv", ".webm", ".3gp", ".m4v"))
TEXT = FileKind(
    name="text", title="plain text", endings=(".txt", ".csv", ".log", ".md", ".ics", ".vcf", ".eml"), is_printed=True
)
OTHER = FileKind(name="other", title="a file of a kind that we do not know")

FILE_KINDS = {
    kind.name: kind
    for kind in (
        *(EMPTY, JPEG, PNG, GIF, WEBP, HEIC, TIFF, PDF, OFFICE, OFFICE_MACROS, OLD_OFFICE, OLD_MACROS, WEB_PAGE),
        *(PROGRAM, PACKED, BOMB, SOUND, VIDEO, TEXT, OTHER),
    )
}
"""Every kind, by the name that is kept."""

_BEGINS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xfe\xed\xfa", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"#!", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
    (b"Rar!\x1a\x07", PACKED),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ\x00", PACKED),
    (b"ID3", SOUND),
    (b"\xff\xfb", SOUND),
    (b"OggS", SOUND),
    (b"fLaC", SOUND),
    (b"\x1aE\xdf\xa3", VIDEO),
)
_IN_RIFF = {b"WEBP": WEBP, b"WAVE": SOUND, b"AVI ": VIDEO}
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif", b"avif")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS_OF_OLD = "_VBA_PROJECT".encode("utf-16-le")
_WEB = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"<!doctype svg")

_TOP = 4_096
_MOST_PACKED, _LONGEST_LIST = 10_000, 2 * MEGABYTE
"""Files in one packed file, and bytes of its list of them: what has more is not read."""
_FAR_MORE, _AND_LARGE = 100, 100 * MEGABYTE
"""How many times its own size a packed file may unpack to, and to how many bytes at least, to be a bomb."""


def kind_of(content: bytes) -> FileKind:
    """Return what a file is, by its content. Nothing raises."""
    if not content:
        return EMPTY
    top = content[:_TOP]
    if top.startswith(b"#!AMR"):  # sound of old telephones, which begins like a script
        return SOUND
    found = next((kind for begins, kind in _BEGINS if top.startswith(begins)), None)
    if found is not None:
        return found
    if top.startswith(_OLE):
        return OLD_MACROS if _MACROS_OF_OLD in content else OLD_OFFICE
    if top.startswith(b"PK"):
        return _packed(content)
    if top[:4] == b"RIFF":
        return _IN_RIFF.get(top[8:12], OTHER)
    if top[4:8] == b"ftyp":
        return HEIC if top[8:12] in _PICTURE_BRANDS else VIDEO
    if b"%PDF-" in top[:1024]:
        return PDF
    words = top.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if words.startswith(_WEB) or b"<script" in words or b"<html" in words:
        return WEB_PAGE
    return TEXT if _is_text(top) else OTHER


def _is_text(top: bytes) -> bool:
    return not any(byte < 32 and byte not in (9, 10, 12, 13) for byte in top)


def _packed(content: bytes) -> FileKind:
    """Tell packed files apart by their own list, where that is short enough to be read."""
    end = content.rfind(b"PK\x05\x06", -66_000)
    number, length = (int.from_bytes(content[end + at : end + at + size], "little") for at, size in ((10, 2), (12, 4)))
    if end < 0:
        return PACKED
    if number > _MOST_PACKED or length > _LONGEST_LIST:
        return BOMB
    try:
        with ZipFile(BytesIO(content)) as file:
            listed = file.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError, OverflowError, EOFError):
        return PACKED
    if sum(one.file_size for one in listed) > max(_FAR_MORE * len(content), _AND_LARGE):
        return BOMB
    names = [one.filename.lower() for one in listed]
    if "meta-inf/manifest.mf" in names or "androidmanifest.xml" in names:
        return PROGRAM
    macros = any(name.endswith(("vbaproject.bin", ".class", ".exe")) or name.startswith("basic/") for name in names)
    if "[content_types].xml" in names or "mimetype" in names:
        return OFFICE_MACROS if macros else OFFICE
    return PACKED


def said_of_kind(name: str, kind: FileKind) -> Sequence[str]:
    """Return what whoever opens a file should know: that it lies about itself, and that it may do harm."""
    called = _ending(name)
    claims = [other for other in FILE_KINDS.values() if called in other.endings]
    said = []
    if called and claims and called not in kind.endings and not (kind is TEXT and PROGRAM in claims):
        is_known = kind not in (OTHER, EMPTY)
        said.append(f"It is called {called}, and is {kind.title if is_known else f'not {claims[0].title}'}.")
    warning = kind.warning or (_PROGRAM if PROGRAM in claims else "")
    return [*said, *([warning] if warning else [])]


def why_refused(name: str, kind: FileKind) -> str:
    """Return why a file that somebody chooses to send is not taken, after its name; or nothing for one that is."""
    return kind.refused or (PROGRAM.refused if _ending(name) in PROGRAM.endings else "")


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
