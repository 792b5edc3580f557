"""What nobody can read for a time, as answers while a wave is open: AES-GCM under a key that stands in a
file, outside the database and its backups, and is gone when the time is over. A key has the wave's number, or
a name with a folder of its own."""

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
Name = int | str


class KeyAwayError(Exception):
    """The folder of keys is away, has none of this wave, or another: nothing is taken, nothing is stored."""


class TooLongError(ValueError):
    """More than fits; the form asks for less."""


def key_path(name: Name) -> Path:
    return _own_folder() / str(name)


def _own_folder() -> Path:
    """The organisation's."""
    return Path(settings.PULSE_KEY_DIR) / current_schema()


def make_key(name: Name) -> None:
    """On the disk before anybody is asked. One that is there is kept: a crash came between."""
    path = key_path(name)
    for folder in (_own_folder(), path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def delete_key(name: Name) -> None:
    """What was sealed with it, in old backups and logs of the database too, is read by nobody any more. What
    a crash left while it was written holds it as well."""
    path = key_path(name)
    for each in (path, *path.parent.glob(f"{path.name}.*")):
        each.unlink(missing_ok=True)
    if path.parent.exists():
        _keep(path.parent)


def kept_keys() -> list[int]:
    """The waves of this organisation whose keys are there."""
    return sorted({int(wave) for path in _own_folder().glob("*") if (wave := path.stem).isdecimal()})


def kept_in(folder: str) -> set[str]:
    """The names of this organisation's keys in a folder of their own."""
    return {f"{folder}/{path.stem}" for path in key_path(folder).glob("*")}


def _keep(folder: Path) -> None:
    """What was done in a folder outlives the machine's failure."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def seal(name: Name, said: dict[str, Any], size: int = SIZE) -> bytes:
    """KeyAwayError where there is no key; TooLongError above the size, which is 65,537 at the most."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > size - LENGTH:
        raise TooLongError(f"{len(text)} bytes do not fit.")
    plain = (len(text).to_bytes(LENGTH) + text).ljust(size, b"\0")
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(name)).encrypt(nonce, plain, _place(name))


def unseal(name: Name, blobs: list[bytes]) -> list[dict[str, Any]]:
    """What stands in them, in their order."""
    if not blobs:
        return []
    cipher, place = AESGCM(_key(name)), _place(name)
    try:
        plain = [cipher.decrypt(blob[:NONCE], blob[NONCE:], place) for blob in map(bytes, blobs)]
    except InvalidTag as other:
        raise KeyAwayError from other
    return [json.loads(one[LENGTH : LENGTH + int.from_bytes(one[:LENGTH])]) for one in plain]


def _key(name: Name) -> bytes:
    try:
        return key_path(name).read_bytes()
    except OSError as away:
        raise KeyAwayError from away


def _place(name: Name) -> bytes:
    """What was sealed with one key or in one organisation is nothing with another."""
    return f"{current_schema()}:{name}".encode()
