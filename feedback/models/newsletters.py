from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from tenants.here import current_zone
from tenants.signing import sign

STOP = "feedback.newsletter_stop"


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def visible_to(self, user: Employee) -> "NewsletterQuerySet":
        """Everybody reads what was sent; drafts are for those who edit them."""
        return self if user.has_perm("feedback.change_newsletter") else self.sent()

    def sent(self) -> "NewsletterQuerySet":
        return self.filter(sent_at__isnull=False)

    def drafts(self) -> "NewsletterQuerySet":
        return self.filter(sent_at=None)


class Newsletter(models.Model):
    """What was learned of customers in a week, gathered by the system and edited by a person; sent once."""

    week = models.DateField(_("week of"), unique=True, help_text=_("Its Monday."))
    title = models.CharField(_("title"), max_length=150)
    introduction = models.TextField(_("introduction"), max_length=4000, blank=True)
    language = models.CharField(_("written in"), max_length=10)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    readers = models.PositiveIntegerField(default=0, help_text=_("How many wished to get it."))
    written = models.PositiveIntegerField(default=0, help_text=_("How many mails are in the outbox."))
    reached = models.BigIntegerField(default=0, help_text=_("The last reader whose mail is in the outbox."))

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        ordering = ["-week"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("feedback:newsletter", args=[self.pk])

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The week's first moment, and the next one's, where the organisation is."""
        starts = datetime.combine(self.week, time(), current_zone())
        return starts, datetime.combine(self.week + timedelta(days=7), time(), current_zone())

    @property
    def last_day(self) -> date:
        return self.week + timedelta(days=6)


class NewsletterItemQuerySet(models.QuerySet["NewsletterItem"]):
    def standing(self) -> "NewsletterItemQuerySet":
        """Those whose source may still be read: not taken back, hidden or called off since."""
        return self.exclude(
            Q(share__withdrawn_at__isnull=False)
            | Q(share__response__hidden_at__isnull=False)
            | Q(learning__withdrawn_at__isnull=False)
            | Q(date__called_off_at__isnull=False)
        ).select_related(
            "share__team", "share__touchpoint", "learning__by", "learning__touchpoint", "sign_up__employee",
            "sign_up__date__programme", "day__by", "date__programme",
        )  # fmt: skip

    def shown(self) -> "NewsletterItemQuerySet":
        """What readers get."""
        return self.standing().filter(is_left_out=False)


class NewsletterItem(models.Model):
    """One piece of a newsletter: the text as the editor left it, and what it came from."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Learned from customers")
        PROGRAMME = "programme", _("Learned at programmes")
        FRONTLINE = "frontline", _("From the front line")
        NEWS = "news", _("What customers said")
        DATE = "date", _("Dates ahead")

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("place in the order"))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(_("text"), max_length=10_000)
    language = models.CharField(_("written in"), max_length=10)
    is_left_out = models.BooleanField(_("leave it out"), default=False)
    share = models.ForeignKey("feedback.Share", models.CASCADE, null=True, related_name="+")
    learning = models.ForeignKey("feedback.Learning", models.CASCADE, null=True, related_name="+")
    sign_up = models.ForeignKey("employees.SignUp", models.CASCADE, null=True, related_name="+")
    day = models.ForeignKey("employees.FrontlineDay", models.CASCADE, null=True, related_name="+")
    date = models.ForeignKey("employees.ProgrammeDate", models.CASCADE, null=True, related_name="+")

    objects = NewsletterItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:60]


def stop_path(employee: Employee) -> str:
    """Where one click ends the newsletter for this person."""
    return reverse("feedback:stop_newsletter", args=[sign(employee.pk, purpose=STOP)])
