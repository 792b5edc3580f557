"""The way from the bare host to one's own organisation. By e-mail only a mail says where, whoever asks."""

from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django_tenants.utils import schema_context

from tenants.here import absolute, current_organisation
from tenants.models import Organisation, Search
from tenants.outbox.emit import emit
from tenants.outbox.letters import letter
from tenants.outbox.models import Event
from tenants.queue import enqueue


def by_name(name: str) -> Organisation | None:
    """By the whole name or the short one: nobody can leaf through who is here."""
    found = Organisation.objects.active()
    return found.filter(slug=name.strip().lower()).first() or found.filter(name__iexact=name.strip()).first()


@transaction.atomic
def ask_by_email(email: str) -> None:
    """Note the question. A task looks, so the page takes as long for everybody."""
    search = Search.objects.create(email=email.lower())
    enqueue("tenants.finding.answer", search.pk)


def answer(pk: object) -> None:
    """Write to the address from each organisation that knows it. A question is answered once."""
    with schema_context("public"), transaction.atomic():
        search = Search.objects.select_for_update().filter(pk=pk).first()
        if search is None:
            return
        for schema in Organisation.objects.active().values_list("schema_name", flat=True):
            _tell(schema, search.email)
        search.delete()


def _tell(schema: str, email: str) -> None:
    with schema_context(schema):
        if get_user_model().objects.filter(email=email, is_active=True).exists():
            emit("organisation.found", {}, to=email)


def found_mail(event: Event) -> EmailMultiAlternatives:
    """To somebody who asked on the bare host: it is here."""
    where = absolute("/")
    return letter(event, "tenants/mail/found", action_url=where, site=current_organisation().name)
