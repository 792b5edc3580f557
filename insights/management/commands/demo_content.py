import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django_tenants.utils import schema_context

from employees.models import Employee
from tenants import places
from tenants.actions import create_organisation
from tenants.models import Organisation

ORGANISATIONS = {
    "riverside": ("Riverside Health Trust", False),
    "tallow": ("Tallow & Reed", False),
    "ops": ("Heed Operations", True),
}


class Command(BaseCommand):
    """The demo's organisations, each with somebody to sign in as; run again, it makes what is missing."""

    help = "Make the demo's content and write its sign-ins to the file that DEMO_STATE names."

    def handle(self, **options: Any) -> None:
        state = Path(os.environ.get("DEMO_STATE", places.DEMO_STATE))
        if not state.exists():  # first of all: a password must outlive a start that was broken off
            places.write_private(state, json.dumps({"sign_ins": [sign_in(slug) for slug in ORGANISATIONS]}))
        for person in json.loads(state.read_text())["sign_ins"]:
            make(person)


def sign_in(slug: str) -> dict[str, str]:
    name, is_operator = ORGANISATIONS[slug]
    return {
        "organisation": name,
        "slug": slug,
        "host": f"{slug}.{settings.SITE_DOMAIN}",
        "email": f"admin@{slug}.example",
        "password": secrets.token_urlsafe(9),
        "role": "operator and admin" if is_operator else "admin",
    }


def make(person: dict[str, str]) -> None:
    """The organisation and its admin, unless they are there."""
    name, is_operator = ORGANISATIONS[person["slug"]]
    organisation = Organisation.objects.filter(slug=person["slug"]).first() or create_organisation(
        name=name, slug=person["slug"], is_operator=is_operator
    )
    with schema_context(organisation.schema_name):
        if not Employee.objects.filter(email=person["email"]).exists():
            Employee.objects.create_user(
                person["email"],
                person["password"],
                name="Robin Hale",
                is_admin=True,
                is_operator=is_operator,
            )
