"""How somebody who was asked comes to the form without signing in: by a signed link, or a code on paper."""

import re
import secrets

from django.core.signing import BadSignature
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from employees.models.people import Employee
from employees.models.pulses import Wave
from tenants.signing import salt, sign, unsign

PURPOSE = "pulse answer"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody takes for one another."""
LENGTH, PART = 12, 4
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """58 bits, written XXXX-XXXX-XXXX."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[at : at + PART] for at in range(0, LENGTH, PART))


def plain_code(typed: str) -> str:
    """As it is hashed, whatever spaces, dashes and small letters were typed; empty where it is no code."""
    letters = re.sub(r"[\s\-–_.]", "", typed[:60]).upper()
    return letters if CODE.fullmatch(letters) else ""


def hash_of(code: str) -> str:
    return salted_hmac(salt("pulse card"), plain_code(code), algorithm="sha256").hexdigest()


class PulseCard(models.Model):
    """That somebody has a code on paper: only its hash is kept, until the wave closes."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="+", db_index=False)
    code_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint("wave", "employee", name="one_card_a_person")]

    def __str__(self) -> str:
        return f"of wave {self.wave_id}"


def answer_key(wave: int, employee: int) -> str:
    """What stands in the link of one person to one wave; signed, and kept nowhere."""
    return sign([wave, employee], purpose=PURPOSE)


def answer_path(wave: int, employee: int) -> str:
    return reverse("employees:answer_pulse", args=[answer_key(wave, employee)])


def read_key(key: str) -> tuple[int, int] | None:
    """The wave and the person that a link or a code is of; None where it is neither."""
    if plain_code(key):
        return PulseCard.objects.filter(code_hash=hash_of(key)).values_list("wave", "employee").first()
    try:
        wave, employee = unsign(key, purpose=PURPOSE)
    except (BadSignature, ValueError, TypeError):
        return None
    return wave, employee
