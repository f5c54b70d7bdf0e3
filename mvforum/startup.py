"""Start-up checks: find what pages would fail without, and name it in one line."""

import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

MIN_KEY_CHARS = 50  # as Django's own check security.W009 asks
MIN_KEY_VARIETY = 5  # different characters
SAMPLE_KEY = "change-me"  # what the key in deploy/production.env begins with
LOCK_NOT_AVAILABLE = "55P03"  # of PostgreSQL, after lock_timeout
# One query to tables without which pages fail
PROBE = """
SELECT EXISTS (SELECT 1 FROM articles_article), EXISTS (SELECT 1 FROM comments_thread),
  EXISTS (SELECT 1 FROM comments_comment), EXISTS (SELECT 1 FROM comments_houserules)
"""

logger = logging.getLogger(__name__)


@cache
def prepare_django() -> None:
    """Set up Django, and raise ImproperlyConfigured for the first thing that pages would fail
    without.

    Processes that are forked later have this behind them.
    """
    django.setup(set_prefix=False)
    if settings.CHECKS_STARTUP:
        check_startup()


def check_startup() -> None:
    _check_secret_key()
    _check_folders()
    _check_static_files()
    try:
        _check_tables()
    except (OperationalError, InterfaceError) as error:
        # It may start after the site: until then pages and /healthz answer 503.
        logger.warning("The database does not answer yet: %s", _get_first_line(error))
    except DatabaseError as error:
        raise ImproperlyConfigured(f"the database cannot be used: {_get_first_line(error)}.") from error
    finally:
        connection.close()


def find_outage() -> str:
    """Say why pages cannot be served now, or nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(PROBE)
    except (OperationalError, InterfaceError) as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            return ""  # A lock is held for long, but the database answers.
        return "The database does not answer."
    except DatabaseError:
        return "The database has no tables."
    return ""


def _check_secret_key() -> None:
    for name, keys in (("SECRET_KEY", [settings.SECRET_KEY]), ("SECRET_KEY_FALLBACKS", settings.SECRET_KEY_FALLBACKS)):
        if any(SAMPLE_KEY in key for key in keys):
            raise ImproperlyConfigured(f"{name} is that of the sample, which everybody knows. Choose another one.")
    key = settings.SECRET_KEY
    if len(key) < MIN_KEY_CHARS or len({*key}) < MIN_KEY_VARIETY:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too short: use at least {MIN_KEY_CHARS} random characters."
            " An older key in SECRET_KEY_FALLBACKS keeps sessions alive."
        )


def _check_folders() -> None:
    for name, folder in _list_written_folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise ImproperlyConfigured(f"{name} cannot be written: {folder} ({error.strerror}).") from error


def _list_written_folders() -> Iterable[tuple[str, Path]]:
    yield "the folder of pictures", Path(settings.MEDIA_ROOT)
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith(".sqlite3") and database["NAME"] != ":memory:":
            yield "the folder of the database", Path(database["NAME"]).absolute().parent
    for cache_settings in settings.CACHES.values():
        if cache_settings["BACKEND"].endswith(".FileBasedCache"):
            yield "the folder of the cache", Path(cache_settings["LOCATION"])


def _check_static_files() -> None:
    known = getattr(staticfiles_storage, "hashed_files", None)
    if known is None:
        return  # with DEBUG, from where they are written
    ours = [
        file.relative_to(folder).as_posix()
        for folder in map(Path, settings.STATICFILES_DIRS)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    ]
    root = Path(settings.STATIC_ROOT)
    missing = [name for name in ours if name not in known or not (root / known[name]).exists()]
    if missing:
        raise ImproperlyConfigured(
            f"static files are missing in {root} ({_list_names(missing)})."
            " Run: python manage.py collectstatic --noinput"
        )


def _check_tables() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting := [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]:
        raise ImproperlyConfigured(
            f"migrations are not applied ({_list_names(waiting)}). Run: python manage.py migrate"
        )
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    if missing := sorted(tables - {*connection.introspection.table_names()}):
        raise ImproperlyConfigured(f"tables are missing in the database ({_list_names(missing)}). Restore a backup.")


def _list_names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _get_first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
