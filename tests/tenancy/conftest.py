import pytest

from tests.conftest import standing_in
from tests.examples import build


@pytest.fixture
def worlds(acme, bolt):
    """The same examples, with the same keys, in two organisations."""
    made = [build(acme)]
    with standing_in(bolt):
        made.append(build(bolt))
    return made
