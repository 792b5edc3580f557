from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.models import Consent, Customer, Identifier
from feedback.models.customers import CustomerQuerySet
from tenants.admin import ReadOnly, ReadOnlyRows, Searched, StateFilter


class CustomerState(StateFilter):
    questions = {
        "present": (_("present"), CustomerQuerySet.present),
        "merged": (_("merged into another"), CustomerQuerySet.merged),
    }


class Identifiers(ReadOnlyRows):
    model = Identifier
    fields = ["kind", "value"]


class Consents(ReadOnlyRows):
    model = Consent
    fields = ["purpose", "given", "text_version", "source", "at"]


@admin.register(Customer)
class CustomerAdmin(Searched, ReadOnly):
    list_display = ["__str__", "language", "reach_by", "created_at", "merged_into"]
    list_filter = [CustomerState]
    list_select_related = ["merged_into"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["name", "language", "salutation", "reach_by", "needs", "created_at", "merged_into", "imported"]
    inlines = [Identifiers, Consents]


@admin.register(Consent)
class ConsentAdmin(Searched, ReadOnly):
    sees = "feedback.view_customer"
    list_display = ["customer", "purpose", "given", "text_version", "source", "at"]
    list_filter = ["given"]
    list_select_related = ["customer"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["customer", "purpose", "given", "text", "text_version", "source", "at"]

    def found(self, queryset, query):
        return queryset.filter(customer__in=Customer.objects.filter(search=query))
