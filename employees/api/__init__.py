"""People, teams, terms, promises and keys over the API: the same actions as the pages call."""

from django.urls import path

from employees.api.absences import AbsenceViewSet
from employees.api.after_wave import PulsePromiseViewSet
from employees.api.frontline import FrontlineDayViewSet
from employees.api.ledger import CommitmentViewSet, NudgeViewSet
from employees.api.own import MeViewSet, PolicyViewSet, ReachViewSet
from employees.api.past_waves import PastWaveViewSet
from employees.api.people import EmployeeViewSet, TeamViewSet, TermViewSet
from employees.api.programmes import (
    ProgrammeDateViewSet,
    ProgrammeViewSet,
    SignUpViewSet,
    ToldViewSet,
)
from employees.api.proofs import ProofViewSet
from employees.api.pulses import OwnPulseView, PulseProgrammeViewSet
from employees.api.recognition import RecognitionViewSet
from employees.api.register import RegisterViewSet
from employees.api.schema import TokenScheme
from employees.api.tokens import TokenViewSet
from employees.api.wall import WallViewSet

__all__ = ["PATHS", "ROUTES", "TokenScheme"]
ROUTES = [
    ("employees", EmployeeViewSet, "employee"),
    ("teams", TeamViewSet, "team"),
    ("terms", TermViewSet, "term"),
    ("absences", AbsenceViewSet, "absence"),
    ("commitments", CommitmentViewSet, "commitment"),
    ("pulse-promises", PulsePromiseViewSet, "pulse-promise"),
    ("register", RegisterViewSet, "pledge"),
    ("nudges", NudgeViewSet, "nudge"),
    ("recognitions", RecognitionViewSet, "recognition"),
    ("proofs", ProofViewSet, "proof"),
    ("programmes", ProgrammeViewSet, "programme"),
    ("programme-dates", ProgrammeDateViewSet, "programme-date"),
    ("sign-ups", SignUpViewSet, "sign-up"),
    ("learned", ToldViewSet, "learned"),
    ("front-line", FrontlineDayViewSet, "frontline-day"),
    ("past-waves", PastWaveViewSet, "past-wave"),
    ("tokens", TokenViewSet, "token"),
    ("pulse-programmes", PulseProgrammeViewSet, "pulse-programme"),
]
PATHS = [
    path("policy/", PolicyViewSet.at(), name="policy"),
    path("me/", MeViewSet.at(), name="me"),
    path("me/pulse/", OwnPulseView.as_view({"get": "list"}), name="own-pulse"),
    path("wall/", WallViewSet.at(), name="wall"),
    path("wall/renew/", WallViewSet.as_view({"post": "renew"}, detail=True), name="wall-renew"),
    path("wall/revoke/", WallViewSet.as_view({"post": "revoke"}, detail=True), name="wall-revoke"),
    path("policy/reach/", ReachViewSet.as_view({"get": "list", "post": "try_out"}), name="policy-reach"),
]
