from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models import Model

OURS = {"tenants", "employees", "feedback", "ideas"}


class Site(AdminSite):
    """The admin of one organisation. It shows what we register ourselves: other people's apps would list the
    queue of all organisations, secrets of the second factor and sessions."""

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], *args: Any, **options: Any
    ) -> None:
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model.__module__.split(".")[0] in OURS]
        super().register(ours, *args, **options)


class OrganisationAdminConfig(AdminConfig):
    default_site = "tenants.admin_site.Site"
