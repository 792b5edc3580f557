import pytest
from django.db import connection

from employees.models import Wave
from tenants.models import Organisation
from tests import committing
from tests.anonymity.apart import copied
from tests.anonymity.idea_kit import board  # noqa: F401


@pytest.fixture(scope="session")
def apart(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), copied() as made:
        yield made


@pytest.fixture
def organisations(apart, django_db_blocker):
    """Those of the copy, where all is really committed; emptied afterwards."""
    with django_db_blocker.unblock(), apart.in_use():
        yield {organisation.slug: organisation for organisation in Organisation.objects.all()}
        connection.set_schema_to_public()
        committing.empty()


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.PULSE_KEY_DIR = tmp_path / "keys"
    return settings.PULSE_KEY_DIR


@pytest.fixture
def make_wave(acme):
    from datetime import timedelta

    from django.utils import timezone

    def make(**facts):
        return Wave.objects.create(
            **{"title": "Spring", "closes_at": timezone.now() + timedelta(days=7)} | facts
        )

    return make
