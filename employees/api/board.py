"""The board in numbers, and a promise's own history."""

from typing import Any

from rest_framework import serializers

from employees import figures
from employees.models import Commitment, Escalation, HandOver, Renegotiation


class FigureSerializer(serializers.Serializer):
    """A value with how many stand behind it, and its 95 % interval where that can be told."""

    value = serializers.FloatField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class BoardPartSerializer(serializers.Serializer):
    """One person's, team's or kind's part; the hundred with most late promises."""

    key = serializers.JSONField(help_text="Of the person or team, or the name of the kind.")
    name = serializers.CharField()
    open = serializers.IntegerField()
    overdue = serializers.IntegerField()
    kept = FigureSerializer(allow_null=True)


class BoardSerializer(serializers.Serializer):
    """What stands open now, and the share that was kept in the last 90 days."""

    open = serializers.IntegerField()
    overdue = serializers.IntegerField()
    today = serializers.IntegerField()
    unowned = serializers.IntegerField()
    kept_as_first_promised = FigureSerializer(allow_null=True)
    kept_as_renegotiated = FigureSerializer(allow_null=True)
    people = BoardPartSerializer(many=True)
    teams = BoardPartSerializer(many=True)
    kinds = BoardPartSerializer(many=True)


def board_data(chosen: Any) -> dict[str, Any]:
    """The board's numbers of these promises."""
    people, teams, kinds = (figures.sums(chosen, by) for by in ("owner", "team", "kind"))
    stands, kept = people.standing, people.kept
    facts = {
        "open": stands.open, "overdue": stands.overdue, "today": stands.today, "unowned": stands.unowned,
        "kept_as_first_promised": kept.first, "kept_as_renegotiated": kept.moved,
        "people": people.shares, "teams": teams.shares, "kinds": kinds.shares,
    }  # fmt: skip
    return BoardSerializer(facts).data


class HandOverLegSerializer(serializers.ModelSerializer):
    class Meta:
        model = HandOver
        fields = ["giver", "taker", "by", "at", "reason", "held", "left"]


class MoveSerializer(serializers.ModelSerializer):
    class Meta:
        model = Renegotiation
        fields = ["by", "at", "reason", "due_before", "due_after"]


class RungSerializer(serializers.ModelSerializer):
    class Meta:
        model = Escalation
        fields = ["rung", "reached", "at"]


class HistorySerializer(serializers.ModelSerializer):
    """Who had a promise and for how long, how its date moved, and who was told when it was broken."""

    hand_overs = HandOverLegSerializer(many=True)
    renegotiations = MoveSerializer(many=True)
    escalations = RungSerializer(many=True)

    class Meta:
        model = Commitment
        fields = ["hand_overs", "renegotiations", "escalations"]
