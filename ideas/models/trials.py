from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models import Invitation
from feedback.models.listening import InvitationQuerySet
from ideas.models.ideas import Idea


class TrialQuerySet(models.QuerySet["Trial"]):
    def visible_to(self, user: Employee) -> "TrialQuerySet":
        return self.filter(idea__in=Idea.objects.visible_to(user))


class Trial(models.Model):
    """Customers who complained try an idea out: a listening post of its own, answered by invitation, so that
    their later score stands beside the first one."""

    class Metric(models.TextChoices):
        NPS = "nps", _("NPS, 0 to 10")
        CSAT = "csat", _("CSAT, 1 to 5")
        CES = "ces", _("CES, 1 to 7")
        RATING = "rating", _("rating, 1 to 5 stars")

    idea = models.OneToOneField(Idea, models.PROTECT, related_name="trial")
    post = models.OneToOneField("feedback.ListeningPost", models.PROTECT, related_name="+")
    what = models.CharField(
        _("what do they try?"), max_length=200,
        help_text=_("In words for customers: they read this in the mail and above the question."),
    )  # fmt: skip
    metric = models.CharField(_("what are they asked?"), max_length=6, choices=Metric.choices)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.what

    @property
    def testers(self) -> InvitationQuerySet:
        """Who was asked, each because of something they had said before."""
        return Invitation.objects.testers().filter(post=self.post_id)
