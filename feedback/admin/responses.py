from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.models import Case, Customer, Response, Share
from feedback.models.responses import ResponseQuerySet
from feedback.models.shares import ShareQuerySet
from tenants.admin import ReadOnly, Searched, StateFilter


class ResponseState(StateFilter):
    questions = {
        "shown": (_("shown"), ResponseQuerySet.shown),
        "hidden": (_("hidden"), ResponseQuerySet.hidden),
    }


@admin.register(Response)
class ResponseAdmin(Searched, ReadOnly):
    """What customers said; found by the words of its case or by its customer's name."""

    list_display = ["__str__", "post", "team", "touchpoint", "customer", "received_at", "hidden_at"]
    list_filter = [ResponseState, "metric", "segment"]
    list_select_related = ["post", "team", "touchpoint", "customer"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["post", "version", "touchpoint", "team", "customer", "metric", "score", "scale", "segment",
              "comment", "answers", "language", "channel", "source", "external_id", "received_at", "imported",
              "hidden_at", "hidden_by", "hidden_reason"]  # fmt: skip

    def found(self, queryset, query):
        """One set of keys, each part read by its own index: an OR over both would read every answer."""
        by_case = Case.objects.filter(search=query).order_by().values("response")
        named = Response.objects.filter(customer__in=Customer.objects.filter(search=query))
        return queryset.filter(pk__in=by_case.union(named.order_by().values("pk")))


class ShareState(StateFilter):
    questions = {
        "visible": (_("in the feed"), ShareQuerySet.visible),
        "withdrawn": (_("withdrawn"), ShareQuerySet.withdrawn),
    }


@admin.register(Share)
class ShareAdmin(ReadOnly):
    """What all staff may read, and who shared it."""

    sees = "feedback.view_feed"
    list_display = ["__str__", "is_good", "team", "touchpoint", "shared_by", "shared_at", "withdrawn_at"]
    list_filter = [ShareState, "is_good"]
    list_select_related = ["team", "touchpoint", "shared_by"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["text", "is_good", "team", "touchpoint", "shared_at", "shared_by", "withdrawn_at",
              "withdrawn_by"]  # fmt: skip
