from employees.models.champion import Term
from employees.models.ledger import Commitment, Escalation, HandOver, Nudge, Renegotiation
from employees.models.people import Employee
from employees.models.policy import Policy
from employees.models.teams import Team

__all__ = [
    "Commitment",
    "Employee",
    "Escalation",
    "HandOver",
    "Nudge",
    "Policy",
    "Renegotiation",
    "Team",
    "Term",
]
