from tests.employees.conftest import make_promise  # noqa: F401
from tests.feedback.conftest import fresh, make_case  # noqa: F401
