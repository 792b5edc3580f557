"""What each role may do: the one table. A permission is "app.verb_noun"; each page and API operation names
one."""

FIGURES = {"insights.view_dashboard"}
PROMISES = {"employees.view_commitment", "employees.change_commitment"}
PEOPLE = {
    "employees.view_employee",
    "employees.view_team",
    "employees.view_term",
    "employees.change_preferences",
}
OWN_TOKENS = {"employees.view_apitoken", "employees.add_apitoken", "employees.delete_apitoken"}
CONFIGURE_PEOPLE = {
    "employees.add_employee",
    "employees.change_employee",
    "employees.add_team",
    "employees.change_team",
    "employees.add_term",
    "employees.change_term",
    "employees.view_policy",
    "employees.change_policy",
}
EMPLOYEE = frozenset(PROMISES | PEOPLE | OWN_TOKENS | {"insights.view_home"})
LEAD = EMPLOYEE | frozenset(FIGURES)
CHAMPION = EMPLOYEE | frozenset({"employees.view_every_commitment", "employees.nudge_commitment", *FIGURES})
ADMIN = EMPLOYEE | frozenset(CONFIGURE_PEOPLE)
OPERATOR = EMPLOYEE | frozenset({"tenants.run_platform"})

ROLES: dict[str, frozenset[str]] = {
    "employee": EMPLOYEE,
    "lead": LEAD,
    "champion": CHAMPION,
    "admin": ADMIN,
    "operator": OPERATOR,
}
