"""Answers that nobody can read while a wave is open: AES-GCM under a key that stands in a file, outside the
database and its backups, and is gone when the wave has closed."""

import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tenants.here import current_schema

SIZE = 4096
"""Each answer is as long as any other."""
LENGTH = 2
NONCE = 12


class KeyAwayError(Exception):
    """The folder of keys is away, has none of this wave, or another: nothing is taken, nothing is stored."""


class TooLongError(ValueError):
    """More than fits; the form asks for less."""


def key_path(wave: int) -> Path:
    return Path(settings.PULSE_KEY_DIR) / current_schema() / str(wave)


def make_key(wave: int) -> None:
    """On the disk before anybody is asked. One that is there is kept: a crash came between."""
    path = key_path(wave)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        _write(path, secrets.token_bytes(32))


def _write(path: Path, key: bytes) -> None:
    """Whole or not at all, and readable by us alone."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    finally:
        part.unlink()
        _keep(path.parent)


def delete_key(wave: int) -> None:
    """What was sealed with it, in old backups and logs of the database too, is read by nobody any more. What
    a crash left while it was written holds it as well."""
    path = key_path(wave)
    for each in (path, *path.parent.glob(f"{wave}.*")):
        each.unlink(missing_ok=True)
    if path.parent.exists():
        _keep(path.parent)


def kept_keys() -> list[int]:
    """The waves of this organisation whose keys are there."""
    folder = Path(settings.PULSE_KEY_DIR) / current_schema()
    return sorted({int(wave) for path in folder.glob("*") if (wave := path.stem).isdecimal()})


def _keep(folder: Path) -> None:
    """What was done in a folder outlives the machine's failure."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def seal(wave: int, said: dict[str, Any]) -> bytes:
    """KeyAwayError where there is no key; TooLongError above SIZE."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > SIZE - LENGTH:
        raise TooLongError(f"{len(text)} bytes do not fit.")
    plain = (len(text).to_bytes(LENGTH) + text).ljust(SIZE, b"\0")
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(wave)).encrypt(nonce, plain, _place(wave))


def unseal(wave: int, blobs: list[bytes]) -> list[dict[str, Any]]:
    """What stands in them, in their order."""
    if not blobs:
        return []
    cipher, place = AESGCM(_key(wave)), _place(wave)
    try:
        plain = [cipher.decrypt(blob[:NONCE], blob[NONCE:], place) for blob in map(bytes, blobs)]
    except InvalidTag as other:
        raise KeyAwayError from other
    return [json.loads(one[LENGTH : LENGTH + int.from_bytes(one[:LENGTH])]) for one in plain]


def _key(wave: int) -> bytes:
    try:
        return key_path(wave).read_bytes()
    except OSError as away:
        raise KeyAwayError from away


def _place(wave: int) -> bytes:
    """An answer of one wave or organisation is no answer of another."""
    return f"{current_schema()}:{wave}".encode()
