"""What a process remembers for two seconds."""

from django_tenants.utils import schema_context

from employees.models import Policy, known_policy
from tenants import memory
from tenants.memory import Remembered


def test_a_thing_is_loaded_once_and_again_after_two_seconds(acme, monkeypatch):
    asked, now = [], [100.0]
    monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
    remembered = Remembered(lambda key: asked.append(key) or key.upper())
    assert [remembered("a"), remembered("a")] == ["A", "A"]
    now[0] += memory.SECONDS + 0.1
    assert remembered("a") == "A"
    assert asked == ["a", "a"]


def test_each_organisation_has_a_memory_of_its_own(acme, bolt):
    numbers = iter(range(9))
    remembered = Remembered(lambda: next(numbers))
    assert remembered() == 0
    with schema_context(bolt.schema_name):
        assert remembered() == 1
    assert remembered() == 0


def test_it_does_not_grow_without_end(acme, monkeypatch):
    monkeypatch.setattr(memory, "MOST", 5)
    remembered = Remembered(lambda key: key)
    for key in range(50):
        remembered(key)
    assert len(remembered.known) <= 5


def test_a_policy_that_is_saved_holds_at_once(acme):
    assert not known_policy().answer_in_working_hours
    Policy(pk=1, answer_in_working_hours=True).save()
    assert known_policy().answer_in_working_hours
