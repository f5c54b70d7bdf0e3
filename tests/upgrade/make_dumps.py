"""Make new dumps: `python -m tests.upgrade.make_dumps` (needs Debian's postgresql)."""

import gzip
import tempfile
from pathlib import Path

from tests.servers import Cluster, postgresql
from tests.upgrade.databases import DUMPS, FOLDER, Database, Databases, check_out

OPTIONS = ("--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=500")


def filled(databases: Databases, code: Path) -> Database:
    database = databases.new()
    database.migrate(code=code)
    database.python(FOLDER / "fill_database.py", code=code)
    return database


def text_of(database: Database, cluster: Cluster) -> bytes:
    """Dump as SQL that any client can run, without the commands that only psql knows."""
    file = cluster.folder / "dump.sql"
    cluster.run("pg_dump", *OPTIONS, "--file", file, database.url)
    lines = file.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith((b"\\restrict ", b"\\unrestrict ")))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="mvforum-dumps-") as name:
        folder = Path(name)
        code = check_out(folder)
        site = filled(Databases(folder, "sqlite:"), code)
        site.query(f"VACUUM INTO '{folder / 'small'}'")
        DUMPS["sqlite"].write_bytes(gzip.compress((folder / "small").read_bytes(), mtime=0))
        with postgresql() as cluster:
            database = filled(Databases(folder, cluster.url()), code)
            DUMPS["postgresql"].write_bytes(gzip.compress(text_of(database, cluster), mtime=0))


if __name__ == "__main__":
    main()
