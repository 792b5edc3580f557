"""Wave after wave, with moves and leavers, nobody is solved for: random trees against linear algebra."""

import os
import random
import sys
from time import monotonic

from tests.employees.solving import LATER, grown, solved_wave_after_wave

TREES = int(os.environ.get("TREES", 300))
"""Published in all; a hundred thousand take a while."""


def test_whatever_was_published_nobody_is_solved_for(capsys):
    seed, begun = random.randrange(10**9), monotonic()
    number = random.Random(seed).randint
    for _ in range(TREES // LATER):
        assert solved_wave_after_wave(grown(number), number, k=5) == 5, f"seed {seed}"
    with capsys.disabled():
        sys.stdout.write(f" {TREES} trees, seed {seed}: nobody, in {monotonic() - begun:.0f} s ")


def test_a_gate_of_four_gives_somebody_away():
    number = random.Random(4).randint
    assert 4 in (solved_wave_after_wave(grown(number), number, k=4) for _ in range(100))
