"""What each role may do: the one table. A permission is "app.verb_noun"; each page and API operation names
one."""

EMPLOYEE = frozenset({"insights.view_home", "employees.change_preferences"})
LEAD = EMPLOYEE | frozenset[str]()
CHAMPION = EMPLOYEE | frozenset[str]()
ADMIN = EMPLOYEE | frozenset[str]()
OPERATOR = EMPLOYEE | frozenset({"tenants.run_platform"})

ROLES: dict[str, frozenset[str]] = {
    "employee": EMPLOYEE,
    "lead": LEAD,
    "champion": CHAMPION,
    "admin": ADMIN,
    "operator": OPERATOR,
}
