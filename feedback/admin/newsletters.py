from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.models import Newsletter
from feedback.models.newsletters import NewsletterQuerySet
from tenants.admin import ReadOnly, StateFilter


class NewsletterState(StateFilter):
    questions = {
        "sent": (_("sent"), NewsletterQuerySet.sent),
        "drafts": (_("drafts"), NewsletterQuerySet.drafts),
    }


@admin.register(Newsletter)
class NewsletterAdmin(ReadOnly):
    """To look at: it is edited and sent on its own pages."""

    list_display = ["title", "week", "made_by", "sent_at", "readers", "written"]
    list_filter = [NewsletterState]
    list_select_related = ["made_by"]
    ordering = ["-id"]
    sortable_by = ()
