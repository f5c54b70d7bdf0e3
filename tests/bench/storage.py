"""The bytes that comments take, as JSON, of the database of the settings: tables, indexes, rows.

All tables of comments count: a post has rows in the log, in the search index and others.
"""

import json
import os

import django
from django.db import connection

SQLITE = """
SELECT sum(pgsize), sum(CASE WHEN type = 'index' THEN pgsize ELSE 0 END)
FROM dbstat JOIN sqlite_master USING (name)
WHERE tbl_name LIKE 'comments!_%' ESCAPE '!' AND aggregate = TRUE
"""
POSTGRESQL = """
SELECT sum(pg_total_relation_size(oid)), sum(pg_indexes_size(oid)) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname LIKE 'comments!_%' ESCAPE '!'
"""


def measure() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
        total, indexes = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM comments_comment")
        [rows] = cursor.fetchone()
    return {"bytes": int(total), "index_bytes": int(indexes), "rows": rows}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mvforum.settings")
    django.setup()
    print(json.dumps(measure()))
