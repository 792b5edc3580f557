"""Files as other tools give them."""

import csv
import io
import json
import zipfile

STATUSES = (0, 0, 1, 2, 3, 4)


def fider(posts, users=(), votes=(), comments=()):
    """A backup as Fider makes it: a ZIP with a JSON list of each table."""
    file = io.BytesIO()
    tables = {"posts": posts, "users": users, "post_votes": votes, "comments": comments, "tenants": []}
    with zipfile.ZipFile(file, "w") as packed:
        for name, rows in tables.items():
            packed.writestr(f"{name}.json", json.dumps(list(rows)))
    file.name = "backup.zip"
    file.seek(0)
    return file


def post(key, **facts):
    return {
        "id": key, "number": key, "title": f"Idea {key} of Fider", "slug": f"idea-{key}", "user_id": 1,
        "description": f"Customers wait at door {key}", "created_at": "2024-03-01T10:00:00.123Z", "status": 0,
        "response": None, "response_date": None, "original_id": None, "tenant_id": 1,
    } | facts  # fmt: skip


def user(key, **facts):
    return {"id": key, "name": f"Person {key}", "email": f"person{key}@elsewhere.example", "role": 1} | facts


def voted(post_key, user_key):
    return {"post_id": post_key, "user_id": user_key, "created_at": "2024-03-02T10:00:00Z", "tenant_id": 1}


def remark(key, post_key, **facts):
    return {
        "id": key, "post_id": post_key, "user_id": 2, "content": f"Remark {key}",
        "created_at": "2024-03-03T10:00:00Z", "deleted_at": None,
    } | facts  # fmt: skip


def many_of_fider(number=2000):
    """With three votes and a remark each, all statuses, a duplicate of each tenth, and two broken rows."""
    posts = [
        post(key, status=STATUSES[key % 6], response="We thought about it" if key % 6 > 1 else None)
        for key in range(1, number + 1)
    ]
    for key in range(10, number + 1, 10):
        posts[key - 1] |= {"status": 5, "original_id": key - 9, "response": "The same as the other"}
    posts += [post(number + 1, title=" "), post(number + 2, status=77)]
    votes = [voted(key, 1 + (key + n) % 40) for key in range(1, number + 1) for n in range(3)]
    return fider(
        posts, [user(key) for key in range(1, 41)], votes, [remark(key, key) for key in range(1, number + 1)]
    )


HEADER = ("Lfd.", "Vorschlag", "Worum geht es", "Stimmen", "Stand", "Vom", "Post")


def table(rows, header=HEADER, name="vorschlaege.csv"):
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([header, *rows])
    made = io.BytesIO(file.getvalue().encode("cp1252"))
    made.name = name
    return made


def many_rows(number=2000):
    """With headers that nobody can guess, in an old charset, and three broken rows."""
    stands = ("neu", "geplant", "fertig", "abgelehnt")
    rows = [
        (key, f"Bänke für Gäste {key}", "Sie müssen stehen", key % 4, stands[key % 4], "13.05.2024", "")
        for key in range(1, number + 1)
    ]
    return table([
        *rows, (number + 1, "", "Ohne Titel", 0, "neu", "13.05.2024", ""),
        (number + 2, "Schlechtes Datum", "", 0, "neu", "99.99.2024", ""),
        (number + 3, "Keine Zahl", "", "viele", "neu", "13.05.2024", ""),
    ])  # fmt: skip
