"""What an admin changes of the organisation's look; each change can be taken back for a day."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import schema_context

from tenants.audit.record import record
from tenants.brand.pictures import Picture
from tenants.here import current_organisation
from tenants.models import HostVersion, Organisation
from tenants.signing import sign, unsign

PURPOSE, FOLDER = "look", "logo"
UNDONE_WITHIN = timedelta(days=1)


def change_color(color: str) -> str:
    """Wear this colour from now on; the token by which that is taken back."""
    return _keep(brand_color=color.lower())


def change_logo(picture: Picture) -> str:
    """Show this picture from now on, under a name that nobody chose; the token that takes it back."""
    file = ContentFile(picture.data)
    return _keep(logo=default_storage.save(f"{FOLDER}/{uuid4().hex}{picture.suffix}", file))


def remove_logo() -> str:
    """Show the first letter of the name again; the token by which that is taken back."""
    return _keep(logo="")


def take_back(token: str) -> bool:
    """What was before a change; False for a token that is not ours, is old, or whose picture is gone."""
    try:
        facts: dict[str, str] = unsign(token, purpose=PURPOSE, max_age=UNDONE_WITHIN)
    except signing.BadSignature:
        return False
    if facts.get("logo") and not default_storage.exists(facts["logo"]):
        return False
    _keep(**facts)
    return True


@transaction.atomic
def _keep(**facts: str) -> str:
    """In the organisation's row, which lies in `public`, and in its own trail."""
    here = current_organisation()
    with schema_context("public"):
        row = Organisation.objects.select_for_update().get(pk=here.pk)
        before = {"brand_color": row.brand_color, "logo": row.logo.name or ""}
        Organisation.objects.filter(pk=here.pk).update(**facts)
        HostVersion.grow()
    after = before | facts
    record("organisation.look_changed", subject=here.slug, before=before, after=after)
    if "logo" in facts:
        transaction.on_commit(partial(_tidy, {before["logo"], after["logo"]}))
    return sign({name: before[name] for name in facts}, purpose=PURPOSE)


def _tidy(kept: set[str]) -> None:
    """Of the logos the one that is shown stays, and those that somebody may yet take back."""
    if not default_storage.exists(FOLDER):
        return
    paths = {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]}
    for path in paths - kept:
        if timezone.now() - default_storage.get_modified_time(path) > UNDONE_WITHIN:
            default_storage.delete(path)
