"""The same request, sent again with the same Idempotency-Key, is answered the same and does nothing twice."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from tenants.outbox.models import Answered

HEADER, LONGEST = "Idempotency-Key", 255


class KeyReusedError(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "This Idempotency-Key was used with another body."
    default_code = "idempotency_key_reused"


def once(request: Request, do: Callable[[], Response]) -> Response:
    """Do it, unless this key was answered within the last day. What was done and what was answered are
    committed together; a second request with the key waits for the first one's COMMIT. Success is kept."""
    key = request.headers.get(HEADER, "")
    if not key:
        return do()
    if len(key) > LONGEST:
        raise ValidationError({HEADER: f"At most {LONGEST} characters."})
    who = getattr(request.auth, "pk", None) or f"user {request.user.pk}"
    hashed, body = _hash(f"{who}\0{request.method} {request.path}\0{key}"), _hash(_canonical(request.data))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || %s::text))", [hashed])
        kept = Answered.objects.filter(key=hashed).first()
        if kept:
            return _again(kept, body)
        return _keep(do(), hashed, body)


def _again(kept: Answered, body: str) -> Response:
    if kept.body_hash != body:
        raise KeyReusedError
    return Response(kept.answer, status=kept.status, headers=kept.headers | {"Idempotency-Replayed": "true"})


def _keep(response: Response, key: str, body: str) -> Response:
    if response.status_code < 300:
        headers = {name: response[name] for name in ("Location", "ETag") if response.has_header(name)}
        answer = json.loads(json.dumps(response.data, cls=DjangoJSONEncoder))
        Answered.objects.create(
            key=key, body_hash=body, status=response.status_code, answer=answer, headers=headers
        )
    return response


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, default=_plain)


def _plain(value: Any) -> str:
    """A file counts by what stands in it."""
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return digest.hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
