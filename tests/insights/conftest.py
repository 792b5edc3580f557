from tests.employees.pulse_kit import held, key_folder, make_staff, make_wave  # noqa: F401
from tests.ideas.conftest import make_board, make_idea, said  # noqa: F401
