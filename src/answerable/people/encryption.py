"""How second factors lie in the database: encrypted, so that a copy of it signs nobody in without the secret key."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SECRETS = ("secret", "seed")
"""What of an authenticator is encrypted: the secret of one-time codes, and the seed of recovery codes."""


class CannotDecrypt(ValueError):
    """What was encrypted cannot be read: neither the secret key nor a former one fits."""


def encrypt(text: str) -> str:
    """Return a text that only who has the secret key of this deployment can read."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Return the text again, with the secret key or a former one. Raises CannotDecrypt when none of them fits."""
    try:
        return _keys().decrypt(encrypted.encode()).decode()
    except InvalidToken:
        raise CannotDecrypt(
            "Cannot read a second factor: it was encrypted with another secret key. Add that one to "
            "ANSWERABLE_FORMER_KEYS, or let its owner begin again: answerable staff reset EMAIL"
        ) from None


def is_up_to_date(encrypted: str) -> bool:
    """Tell whether a text is encrypted with the secret key that holds now, and not with a former one."""
    try:
        _fernet(settings.SECRET_KEY).decrypt(encrypted.encode())
    except InvalidToken:
        return False
    return True


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret_key: str) -> Fernet:
    """Return a cipher with a key of its own, from which the secret key cannot be worked out."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"answerable.people.encryption").derive(
        secret_key.encode()
    )
    return Fernet(urlsafe_b64encode(derived))
