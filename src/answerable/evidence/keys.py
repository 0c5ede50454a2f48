"""The key that seals are signed with: a file outside the database, beside it the public keys that verify them.

Whoever changes the database cannot make seals without the private key. An auditor needs the public ones alone, which
forge nothing. Both are files that OpenSSL reads: PEM, Ed25519.
"""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

_END = "-----END PUBLIC KEY-----"

PublicKeys = Mapping[str, Ed25519PublicKey]
"""Public keys by their names (``name_of``)."""


class WrongKey(ValueError):
    """A file is not the key that it should be, or others may read it."""


class SigningKey:
    """A private key, which signs seals."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = key.public_key()
        self.name = name_of(self.public)

    def sign(self, digest: str) -> str:
        """Return the signature on a seal's digest, in hexadecimal."""
        return self._key.sign(_signed(digest)).hex()


def name_of(key: Ed25519PublicKey) -> str:
    """Return the name of a public key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def has_signed(key: Ed25519PublicKey, digest: str, signature: str) -> bool:
    """Tell whether a key made a signature on a seal's digest."""
    try:
        key.verify(bytes.fromhex(signature), _signed(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(digest: str) -> bytes:
    return f"answerable seal {digest}".encode("ascii", "replace")


def make_key(path: Path) -> SigningKey:
    """Make a key in a file that nobody else can read, and add its public half to those beside it.

    A key that is there already goes on as ``<file>.<name>``, so that nothing is lost: it signs no more, and its public
    half stays among those that are known.
    """
    if path.exists():
        former = read_key(path)
        path.rename(path.with_name(f"{path.name}.{former.name}"))
    made = Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    with public_file(path).open("ab") as file:
        file.write(made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return SigningKey(made)


def read_key(path: Path) -> SigningKey:
    """Return the key of a file. Raises WrongKey where it is not there, is no such key, or others may read it."""
    try:
        if path.stat().st_mode & 0o077:
            raise WrongKey(
                f"Cannot use the seal key {path}: others may read it, and could forge. Run: chmod 600 {path}"
            )
        key = load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        raise WrongKey(
            f"Cannot find the seal key {path}. Put it back; for a new deployment, run: answerable migrate"
        ) from None
    except (OSError, ValueError, TypeError) as error:
        if isinstance(error, WrongKey):
            raise
        raise WrongKey(f"Cannot read the seal key {path}: {error}. Put the file back as it was.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise WrongKey(f"Cannot use the seal key {path}: it is not an Ed25519 key. Put the file back as it was.")
    return SigningKey(key)


def public_file(path: Path) -> Path:
    """Return where the public keys lie that go with a private key's file, the former ones too."""
    return path.with_name(f"{path.name}.pub")


def read_public_keys(path: Path) -> PublicKeys:
    """Return the public keys of a file by their names. Raises WrongKey where it has none, or cannot be read."""
    try:
        parts = path.read_text(encoding="ascii").split(_END)[:-1]
        found = [load_pem_public_key(f"{part.strip()}\n{_END}\n".encode()) for part in parts]
    except (OSError, ValueError) as error:
        raise WrongKey(f"Cannot read the public keys in {path}: {error}. Give the file as it was given out.") from None
    keys = {name_of(key): key for key in found if isinstance(key, Ed25519PublicKey)}
    if not keys:
        raise WrongKey(f"Cannot find a public key in {path}. Give the file that the council gave out.")
    return keys
