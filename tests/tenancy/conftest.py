import pytest

from tests.conftest import standing_in
from tests.examples import build


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    """Files are not rolled back."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def worlds(acme, bolt):
    """The same examples, with the same keys, in two organisations."""
    made = [build(acme)]
    with standing_in(bolt):
        made.append(build(bolt))
    return made
