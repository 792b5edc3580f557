from tests.employees.pulse_kit import held, key_folder, make_staff, make_wave  # noqa: F401
