"""What a page asks the database, and how the database would find it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.pages import plan
from tenants import memory


def queries(client, path: str) -> int:
    """How many queries a page makes that finds nothing remembered from the page before, however long ago that
    was; the look at the hosts' version, once a second, is not among them."""
    memory.forget_all()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return sum("tenants_hostversion" not in query["sql"] for query in asked)


def plans(client, path: str, table: str) -> list[str]:
    """The plans of the page's statements that read a stretch of this table. The tables of tests are small: to
    read them whole and sort them is made dear, and chosen only where there is no index to follow."""
    asked = []

    def remember(execute, sql, params, many, context):
        if f'FROM "{table}"' in sql and "ORDER BY" in sql and "LIMIT" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(remember):
        assert client.get(path).status_code == 200
    with connection.cursor() as cursor:
        for way in ("seqscan", "sort", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return [plan(sql, params) for sql, params in asked]


def follow_an_index(found: list[str], table: str) -> bool:
    return bool(found) and not any("Sort" in steps or f"Seq Scan on {table}" in steps for steps in found)
