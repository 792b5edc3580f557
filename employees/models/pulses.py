from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from employees.models.asking import PulseQuestion, languages_of
from employees.models.people import Employee
from employees.models.pulse_programmes import PulseProgramme, at_home
from employees.models.teams import Team
from tenants.here import current_zone, day_of
from tenants.memory import Remembered

COMMENTS_OF = 10


class WaveQuerySet(models.QuerySet["Wave"]):
    def taking_answers(self) -> "WaveQuerySet":
        return self.filter(opened_at__isnull=False, closed_at=None, closes_at__gt=timezone.now())

    def waiting_for(self, employee: Employee) -> "WaveQuerySet":
        """Those that take the answer of this person, who has not given it yet."""
        asked = Invited.objects.filter(wave=OuterRef("pk"), employee=employee)
        answered = Participation.objects.filter(wave=OuterRef("pk"), employee=employee)
        return self.taking_answers().filter(Exists(asked), ~Exists(answered))

    def closed(self) -> "WaveQuerySet":
        """The latest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")

    def due_to_close(self) -> "WaveQuerySet":
        return self.filter(opened_at__isnull=False, closed_at=None, closes_at__lte=timezone.now())


class Wave(models.Model):
    """One round of questions to staff, answered without a name. Its groups, and who was asked in which of
    them, are frozen when it opens; its answers are sealed until it closes and belong to nobody then."""

    programme = models.ForeignKey(
        PulseProgramme, models.PROTECT, null=True, editable=False, related_name="waves"
    )
    day = models.DateField(null=True, editable=False, help_text=_("Of the programme's rounds."))
    title = models.CharField(_("title"), max_length=150)
    questions = models.JSONField(_("questions"), default=list)
    k = models.PositiveSmallIntegerField(_("the fewest people shown together"), default=5)
    attribute = models.CharField(max_length=10, blank=True, editable=False)
    branches = models.JSONField(
        default=list, editable=False, help_text=_("Keys of the teams that were asked; none: everybody.")
    )
    closes_at = models.DateTimeField(_("closes"))
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    called_off_at = models.DateTimeField(null=True, editable=False)
    refused_at = models.DateTimeField(
        null=True, editable=False, help_text=_("Too few would have been asked.")
    )
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    remind_after = models.BigIntegerField(
        null=True, editable=False, help_text=_("How far the reminder under way has come, by people's keys.")
    )
    answered = models.PositiveIntegerField(null=True, editable=False, help_text=_("Known after the close."))

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["-closes_at", "-pk"]
        constraints = [
            models.UniqueConstraint("programme", "day", name="wave_once_a_round"),
            models.CheckConstraint(condition=Q(k__gte=5), name="wave_of_five_or_more"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="wave_closes_after_it_opened"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def reminders_due(self, now: datetime) -> int:
        """How many of its reminders should have gone by now."""
        return sum(at <= now for at in self.reminders_at)

    @property
    def reminders_at(self) -> list[datetime]:
        """Half-way, and a day before the close, at its hour of the organisation's clock; one or none where it
        is short."""
        if not self.opened_at:
            return []
        closes = self.closes_at.astimezone(current_zone())
        days = {(closes.date() - day_of(self.opened_at)).days // 2, 1} - {0}
        found = sorted(at_home(closes.date() - timedelta(days=back), closes.time()) for back in days)
        return [at for at in found if at > self.opened_at + timedelta(hours=12)]

    def before(self) -> "Wave | None":
        """The one that was closed before it, of the same programme and branches."""
        same = Wave.objects.closed().filter(programme=self.programme_id, branches=self.branches)
        return same.filter(closed_at__lt=self.closed_at or timezone.now()).first()

    @property
    def fewest_comments(self) -> int:
        """So many are shown together, or none."""
        return max(COMMENTS_OF, self.k)

    @cached_property
    def asked(self) -> list[PulseQuestion]:
        return [PulseQuestion.read(row) for row in self.questions]

    @cached_property
    def languages(self) -> list[str]:
        """In which all of it can be read."""
        return languages_of(self.asked)


class WaveGroupQuerySet(models.QuerySet["WaveGroup"]):
    def visible_to(self, user: Employee) -> "WaveGroupQuerySet":
        """Of one wave: everybody reads the whole, its parts and the groups that they were counted in; a lead
        those of the teams below; the champion all."""
        if user.has_perm("employees.view_every_result"):
            return self
        return self.filter(
            Q(parent=None) | Q(parent__parent=None) | Q(pk__in=self._led_by(user) | self._around(user))
        )

    def published(self) -> "WaveGroupQuerySet":
        """Of which something is shown."""
        return self.filter(results__question="", results__part="whole", results__value="")

    def to_promise(self, user: Employee) -> "WaveGroupQuerySet":
        """Of one wave: those for which somebody may promise an action. A lead those that are led, and the
        whole; the champion all."""
        if user.has_perm("employees.view_every_result"):
            return self
        return self.filter(Q(pk__in=self._led_by(user)) | Q(parent=None)) if user.is_lead else self.none()

    def _led_by(self, user: Employee) -> set[int]:
        led = Team.objects.led_by(user)
        return (
            {pk for pk, teams in self.values_list("pk", "teams") if led.intersection(teams)} if led else set()
        )

    def _around(self, user: Employee) -> set[int]:
        """The group in which somebody was counted, and those around it."""
        above = dict(self.values_list("pk", "parent"))
        at = Invited.objects.filter(employee=user, group__in=above).values_list("group", flat=True).first()
        found = set()
        while at:
            found.add(at)
            at = above.get(at)
        return found


def _load(pk: int) -> Wave | None:
    wave = Wave.objects.filter(pk=pk).first()
    if wave is not None:
        wave.asked  # noqa: B018 - so that no thread has to work it out
    return wave


known_wave = Remembered(_load)
"""The wave of this key as a process remembers it for two seconds: what it asks does not change."""


class WaveGroup(models.Model):
    """A team, or several small ones together, as they were when the wave opened."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="groups")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="below")
    teams = models.JSONField(help_text=_("Keys of the teams that it is named by; none: the organisation."))
    name = models.CharField(max_length=300)
    direct = models.PositiveIntegerField(help_text=_("Who was asked and stands in it directly."))

    objects = WaveGroupQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Invited(models.Model):
    """Somebody who was asked, and the group that their answer is counted in. Nobody reads whether they
    answered but the reminder."""

    pk = models.CompositePrimaryKey("wave_id", "employee_id")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    group = models.ForeignKey(WaveGroup, models.CASCADE, related_name="+", db_index=False)
    attribute = models.CharField(
        max_length=10, blank=True, help_text=_("Their band of what the wave shows beside the teams.")
    )

    def __str__(self) -> str:
        return f"of wave {self.wave_id}"


class Participation(models.Model):
    """Somebody answered. No time and no number: rewritten when the wave closes, in the order of people."""

    pk = models.CompositePrimaryKey("wave_id", "employee_id")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"of wave {self.wave_id}"


class Sealed(models.Model):
    """An answer of an open wave, that only the key outside the database can read. The table is only ever read
    whole, when a wave closes."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="+", db_index=False)
    blob = models.BinaryField()

    def __str__(self) -> str:
        return f"of wave {self.wave_id}"


class PulseAnswer(models.Model):
    """The scores of somebody in a group, after the close."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(WaveGroup, models.CASCADE, related_name="+")
    scores = models.JSONField()

    def __str__(self) -> str:
        return f"of group {self.group_id}"


class PulseComment(models.Model):
    """What somebody in a group wrote, tied to no score."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(WaveGroup, models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    theme = models.CharField(max_length=12, blank=True, help_text=_("What its words are about."))
    text = models.TextField()

    def __str__(self) -> str:
        return f"of group {self.group_id}"
