import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_what_was_said(apps, editor):
    """A board for some teams is seen by them as before."""
    teams = apps.get_model("ideas", "Board").teams.through.objects.values_list("board_id", "team_id")
    audience = apps.get_model("ideas", "Audience")
    audience.objects.bulk_create(audience(board_id=board, act="see", team_id=team) for board, team in teams)


def say_it_by_teams(apps, editor):
    """The way back. A board that only roles see would be open to everybody: it has to be changed first."""
    board, audience = apps.get_model("ideas", "Board"), apps.get_model("ideas", "Audience")
    seen = audience.objects.filter(act="see")
    of_all = seen.filter(role="employee").values("board")
    by_teams = seen.filter(role="").exclude(board__in=of_all)
    by_roles = board.objects.filter(pk__in=seen.exclude(role="").values("board")).exclude(pk__in=of_all)
    if names := list(by_roles.exclude(pk__in=by_teams.values("board")).values_list("name", flat=True)):
        raise ValueError(f"Only roles see these boards; say which teams do: {names}")
    through = board.teams.through
    through.objects.bulk_create(
        through(board_id=board, team_id=team) for board, team in by_teams.values_list("board_id", "team_id")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('employees', '0026_challenges_promised'),
        ('feedback', '0012_citations'),
        ('ideas', '0008_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('see', 'see it'), ('submit', 'hand in ideas'), ('vote', 'vote'), ('comment', 'comment')], max_length=7, verbose_name='what they may do')),
                ('role', models.CharField(blank=True, choices=[('employee', 'all employees'), ('lead', 'leads'), ('champion', 'the champion'), ('sponsor', "the champion's sponsor"), ('admin', 'admins')], max_length=8, verbose_name='role')),
                ('board', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='audiences', to='ideas.board')),
                ('team', models.ForeignKey(blank=True, help_text='With those below it, and whoever leads one above it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employees.team', verbose_name='team')),
            ],
            options={
                'ordering': ['act', 'role', 'team__name'],
            },
        ),
        migrations.RunPython(keep_what_was_said, say_it_by_teams),
        migrations.RemoveField(
            model_name='board',
            name='teams',
        ),
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=200, verbose_name='the question')),
                ('about', models.TextField(blank=True, max_length=4000, verbose_name='what is to be known about it')),
                ('opens_on', models.DateField(verbose_name='first day')),
                ('closes_on', models.DateField(verbose_name='last day')),
                ('budget', models.PositiveSmallIntegerField(blank=True, help_text='A vote comes back when its idea is decided. Empty: as the board says.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='votes that each person has for its ideas')),
                ('announce_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days in which the sponsor says what became of it')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('opened_at', models.DateTimeField(editable=False, help_text='When it was noted that it runs.', null=True)),
                ('ended_at', models.DateTimeField(editable=False, help_text='When those who took part were told that it is over.', null=True)),
                ('announcement', models.TextField(blank=True, editable=False, max_length=4000, verbose_name='what became of it?')),
                ('announced_at', models.DateTimeField(editable=False, null=True)),
                ('told_at', models.DateTimeField(editable=False, help_text='When those who took part were told what became of it.', null=True)),
                ('called_off_at', models.DateTimeField(editable=False, null=True)),
                ('called_off_reason', models.CharField(blank=True, editable=False, max_length=300)),
                ('announced_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='ideas.board')),
                ('called_off_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('named', models.ManyToManyField(editable=False, related_name='+', to='ideas.idea')),
                ('promise', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employees.commitment')),
                ('sponsor', models.ForeignKey(db_index=False, help_text='Promises to say what became of it, when it has ended.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sponsor')),
            ],
            options={
                'ordering': ['closes_on', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='idea',
            name='challenge',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='ideas.challenge', verbose_name='an answer to'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(condition=models.Q(('challenge__isnull', False)), fields=['challenge', '-submitted_at', '-id'], name='idea_newest_challenge'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(condition=models.Q(('challenge__isnull', False)), fields=['challenge', '-votes', '-id'], name='idea_wanted_challenge'),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.CheckConstraint(condition=models.Q(('role', ''), ('team', None), _connector='XOR'), name='audience_of_a_role_or_a_team'),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.UniqueConstraint(models.F('board'), models.F('act'), models.F('team'), condition=models.Q(('team__isnull', False)), name='audience_of_a_team_once'),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.UniqueConstraint(models.F('board'), models.F('act'), models.F('role'), condition=models.Q(('role', ''), _negated=True), name='audience_of_a_role_once'),
        ),
        migrations.AddIndex(
            model_name='challenge',
            index=models.Index(fields=['-closes_on', '-id'], name='challenge_latest'),
        ),
        migrations.AddIndex(
            model_name='challenge',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['closes_on'], name='challenge_to_end'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='challenge_ends_after_it_opens', violation_error_message='It cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('budget', None), ('budget__gte', 1), _connector='OR'), name='challenge_budget_of_some'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('announce_days__gte', 1)), name='challenge_announced_in_days'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('announced_at', None), ('announcement', '')), models.Q(('announced_at__isnull', False), ('called_off_at', None), models.Q(('announcement', ''), _negated=True)), _connector='OR'), name='challenge_announced_in_words'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('called_off_at', None), models.Q(('called_off_reason', ''), _negated=True), _connector='OR'), name='challenge_called_off_with_a_reason'),
        ),
    ]
