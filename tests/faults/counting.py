"""What is in the database afterwards, asked in plain SQL that shares no code with what wrote it."""

from collections import Counter

import psycopg

from tests.faults.customers import Answer

ORPHANS = """
SELECT 'case.opened without case' FROM outbox_event e WHERE name = 'case.opened'
    AND NOT EXISTS (SELECT FROM feedback_case c WHERE c.id = (e.payload->>'case')::bigint)
UNION ALL SELECT 'response.received without response' FROM outbox_event e WHERE name = 'response.received'
    AND NOT EXISTS (SELECT FROM feedback_response r WHERE r.id = (e.payload->>'response')::uuid)
UNION ALL SELECT 'promise without case' FROM employees_commitment p
    WHERE NOT EXISTS (SELECT FROM feedback_case c WHERE c.commitment_id = p.id)
UNION ALL SELECT 'customer without answer' FROM feedback_customer p
    WHERE NOT EXISTS (SELECT FROM feedback_response r WHERE r.customer_id = p.id)
UNION ALL SELECT 'identifier twice' FROM feedback_identifier GROUP BY customer_id HAVING count(*) > 1
UNION ALL SELECT 'escalation of nothing' FROM employees_escalation e
    WHERE NOT EXISTS (SELECT FROM employees_commitment p WHERE p.id = e.commitment_id)
"""
STORED = "SELECT substring(comment FROM 8)::int, id::text FROM feedback_response"
TOLD = "SELECT payload->>'response' FROM outbox_event WHERE name = 'response.received'"
CASES = "SELECT c.response_id::text, c.id FROM feedback_case c"
OPENED = "SELECT (payload->>'case')::bigint FROM outbox_event WHERE name = 'case.opened'"
LETTERS = "SELECT coalesce(sum((payload->>'number')::int), 0) FROM outbox_event WHERE name = %s"
MAILS = "SELECT '<' || id || '@heed>', attempts FROM outbox_event WHERE recipient <> ''"
UNSENT = "SELECT count(*) FROM outbox_event WHERE recipient <> '' AND sent_at IS NULL"
UNTOLD = "SELECT count(*) FROM employees_commitment WHERE climbs_at IS NOT NULL OR reminded_at IS NULL"
LATER = "UPDATE outbox_event SET claimed_until = NULL, due_at = least(due_at, now()) WHERE sent_at IS NULL"


class Books:
    """The tables of the organisation, over a connection of our own for each question."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.schema = self.ask("SELECT schema_name FROM public.tenants_organisation WHERE slug = 'acme'")[0][
            0
        ]

    def ask(self, statement: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            if hasattr(self, "schema"):
                connection.execute(f'SET search_path = "{self.schema}", public')
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def number(self, statement: str, *values: object) -> int:
        return self.ask(statement, *values)[0][0]

    def of_answers(self, acknowledged: list[Answer]) -> dict[str, int]:
        """Of the answers: how many are lost, doubled, without what is due, or left over; all should be 0."""
        stored = Counter(number for number, _id in self.ask(STORED))
        ids = dict(self.ask(STORED))
        told = Counter(response for (response,) in self.ask(TOLD))
        cases, opened = self.ask(CASES), Counter(case for (case,) in self.ask(OPENED))
        of_response = Counter(response for response, _case in cases)
        wrote = sum(1 for each in acknowledged if each.email)
        return {
            "acknowledged and lost": sum(1 for each in acknowledged if not stored[each.number]),
            "stored twice": sum(1 for times in stored.values() if times > 1),
            "stored, never acknowledged": len(stored) - len(acknowledged),
            "without exactly one outbox row": sum(1 for key in ids.values() if told[key] != 1),
            "poor without exactly one case": sum(
                1 for each in acknowledged if each.is_poor and of_response[ids.get(each.number)] != 1
            ),
            "good with a case": sum(
                1 for each in acknowledged if not each.is_poor and of_response[ids.get(each.number)]
            ),
            "case without exactly one outbox row": sum(1 for _key, case in cases if opened[case] != 1),
            "consents too many or too few": abs(self.number("SELECT count(*) FROM feedback_consent") - wrote),
            "promises to customers too many or too few": abs(
                self.number("SELECT count(*) FROM outbox_event WHERE name = 'case.promised'") - wrote
            ),
            "orphans": len(self.ask(ORPHANS)),
        }

    def of_mails(self, received: Counter[str]) -> dict[str, int]:
        """Of the mails and the rungs: all should be 0."""
        written, promises = dict(self.ask(MAILS)), self.number("SELECT count(*) FROM employees_commitment")
        rungs = self.number("SELECT count(*) FROM employees_escalation WHERE reached_id IS NOT NULL")
        return {
            "mails missing": len(written.keys() - received.keys()),
            "mails of an unknown id": len(received.keys() - written.keys()),
            "sent again without a second attempt": sum(
                1 for key, times in received.items() if times > written.get(key, 0)
            ),
            "rungs missing or doubled": abs(rungs - 3 * promises),
            "rungs told twice or never": abs(self.number(LETTERS, "commitment.escalated") - rungs),
            "reminders told twice or never": abs(self.number(LETTERS, "commitment.reminder") - promises),
        }
