"""Who reads the proof that pulse answers are anonymous: everybody."""

from tests.access.kit import EVERYBODY, READ, Access

PROOFS: dict[str, Access] = {
    "employees:proof": READ(EVERYBODY),
    "api:proof-list": READ(EVERYBODY),
    "api:proof-detail": READ(EVERYBODY, at=lambda w: {"pk": w.proof.pk}),
}
