from employees.models.absences import Absence
from employees.models.after_wave import PulsePromise
from employees.models.asking import PulseQuestion
from employees.models.champion import Term, letter_readers
from employees.models.frontline import FrontlineDay
from employees.models.hours import WorkingHours
from employees.models.ledger import Commitment
from employees.models.past_waves import PastLine, PastWave
from employees.models.people import Employee
from employees.models.policy import Policy, known_policy
from employees.models.programmes import Programme, ProgrammeDate, SignUp
from employees.models.proofs import Proof
from employees.models.pulse_cards import PulseCard
from employees.models.pulse_programmes import PulseProgramme
from employees.models.pulses import (
    Invited,
    Participation,
    PulseAnswer,
    PulseComment,
    Sealed,
    Wave,
    WaveGroup,
)
from employees.models.recognition import MonthlyLetter, Recognition
from employees.models.relay import Escalation, HandOver, Line, Nudge, Renegotiation
from employees.models.results import Association, Result
from employees.models.teams import Team, working_hours
from employees.models.tokens import ApiToken
from employees.models.wall import Wall

__all__ = [
    "Absence",
    "ApiToken",
    "Association",
    "Commitment",
    "Employee",
    "Escalation",
    "FrontlineDay",
    "HandOver",
    "Invited",
    "Line",
    "MonthlyLetter",
    "Nudge",
    "Participation",
    "PastLine",
    "PastWave",
    "Policy",
    "Programme",
    "ProgrammeDate",
    "Proof",
    "PulseAnswer",
    "PulseCard",
    "PulseComment",
    "PulseProgramme",
    "PulsePromise",
    "PulseQuestion",
    "Recognition",
    "Renegotiation",
    "Result",
    "Sealed",
    "SignUp",
    "Team",
    "Term",
    "Wall",
    "Wave",
    "WaveGroup",
    "WorkingHours",
    "known_policy",
    "letter_readers",
    "working_hours",
]
