"""The full-text indexes of articles and of their titles, for migration 0015.

A copy of the code of the search as it was when migration 0015 was written, so that the migration
goes on working however the search changes.
"""

from typing import NamedTuple

from django.conf import settings

TABLE = "articles_article"
CONDITION = "{row}.state IN ('scheduled', 'published')"


class Index(NamedTuple):
    """The name of an index, and the text of a row that it indexes."""

    name: str
    text: str


INDEXES = (
    Index("articles_search", "{row}.title || ' ' || {row}.body"),
    Index("articles_title_search", "{row}.title"),
)

SQLITE_INSTALL = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS {name}
    USING fts5(words, content='', columnsize=0, tokenize='{stems}unicode61 remove_diacritics 2')
    """,
    """
    CREATE TRIGGER {name}_comes AFTER INSERT ON {table} WHEN {is_now}
    BEGIN INSERT INTO {name}(rowid, words) VALUES (NEW.id, {words_of_new}); END
    """,
    # One trigger, since the order of two is not said: first what was, then what is.
    """
    CREATE TRIGGER {name}_changes AFTER UPDATE ON {table}
    WHEN {old} IS NOT {new} OR ({was}) IS NOT ({is_now})
    BEGIN
        INSERT INTO {name}({name}, rowid, words)
        SELECT 'delete', OLD.id, {words_of_old} WHERE {was};
        INSERT INTO {name}(rowid, words) SELECT NEW.id, {words_of_new} WHERE {is_now};
    END
    """,
    """
    CREATE TRIGGER {name}_goes AFTER DELETE ON {table} WHEN {was}
    BEGIN INSERT INTO {name}({name}, rowid, words) VALUES ('delete', OLD.id, {words_of_old}); END
    """,
)
SQLITE_UNINSTALL = ("DROP TABLE IF EXISTS {name}",)
SQLITE_FILL = (
    "INSERT INTO {name}({name}) VALUES ('delete-all')",
    """
    INSERT INTO {name}(rowid, words)
    SELECT id, {words_of_row} FROM {table} it WHERE {is_row} ORDER BY id
    """,
)
SQLITE_TRIGGERS = ("comes", "changes", "goes")

# The site's language, as PostgreSQL calls its stemmer. Without a stemmer, words are not stemmed.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "nb": "norwegian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip
# To PostgreSQL "mitral/aortic" is a file and "a.b" a host; with blanks they are two words.
JOINTS = "&+-./:<>@_"
QUOTES = "¡§«·»¿–—‘’‚“”„•…‹›\u00a0"  # which it takes for letters where no locale is set
MAX_TEXT_CHARS = 500_000  # PostgreSQL refuses what is much longer
CONFIGURATION = "'mvforum_search'::text::regconfig"  # looked up each time: it may be made anew

POSTGRESQL_LANGUAGE = (
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS mvforum_search",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS mvforum_stems",
    "CREATE TEXT SEARCH CONFIGURATION mvforum_search (COPY = simple)",
    r"""
    CREATE OR REPLACE FUNCTION mvforum_words(written text) RETURNS tsvector
    LANGUAGE sql STABLE AS $$
        SELECT strip(to_tsvector({configuration},
            CASE WHEN octet_length(cut) = length(cut) THEN translate(cut, {joints})
            ELSE regexp_replace(
                normalize(translate(cut, {joints_and_quotes}), NFKD), '[\u0300-\u036f]+', '', 'g')
            END
        )) FROM (SELECT left(written, {longest}) AS cut) beginning
    $$
    """,
)
POSTGRESQL_STEMS = (
    "CREATE TEXT SEARCH DICTIONARY mvforum_stems (TEMPLATE = snowball, Language = {stemmer})",
    """
    ALTER TEXT SEARCH CONFIGURATION mvforum_search
    ALTER MAPPING FOR asciiword, word, asciihword, hword, hword_asciipart, hword_part
    WITH mvforum_stems
    """,
)
POSTGRESQL_INSTALL = (
    "CREATE TABLE IF NOT EXISTS {name} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    # Little waits to be put into the index: each search reads what does.
    """
    CREATE INDEX IF NOT EXISTS {name}_words ON {name} USING gin (words)
    WITH (gin_pending_list_limit = 128)
    """,
    """
    CREATE OR REPLACE FUNCTION {name}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE {name};
            RETURN NULL;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM {name} WHERE id = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            IF {is_now} THEN
                INSERT INTO {name} VALUES (NEW.id, {words_of_new})
                ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words;
            END IF;
        END IF;
        RETURN NULL;
    END
    $$
    """,
    # The planner does not know what it costs to unpack the words of all texts: here it may not.
    """
    CREATE OR REPLACE FUNCTION {name}_with(query tsquery, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SET enable_seqscan = off AS $$
        SELECT id FROM (SELECT id FROM {name} WHERE words @@ query LIMIT most) found
        ORDER BY id DESC
    $$
    """,
    """
    CREATE TRIGGER {name}_comes AFTER INSERT ON {table} FOR EACH ROW
    WHEN ({is_now}) EXECUTE FUNCTION {name}_keep()
    """,
    """
    CREATE TRIGGER {name}_changes AFTER UPDATE ON {table} FOR EACH ROW
    WHEN ({old} IS DISTINCT FROM {new} OR ({was}) IS DISTINCT FROM ({is_now}))
    EXECUTE FUNCTION {name}_keep()
    """,
    """
    CREATE TRIGGER {name}_goes AFTER DELETE ON {table} FOR EACH ROW
    WHEN ({was}) EXECUTE FUNCTION {name}_keep()
    """,
    """
    CREATE TRIGGER {name}_empties AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_keep()
    """,
)
POSTGRESQL_UNINSTALL = (
    "DROP FUNCTION IF EXISTS {name}_keep, {name}_with",
    "DROP TABLE IF EXISTS {name}",
)
POSTGRESQL_FILL = (
    "TRUNCATE {name}",
    "INSERT INTO {name} SELECT id, {words_of_row} FROM {table} it WHERE {is_row} ORDER BY id",
    "ANALYZE {name}",
)
POSTGRESQL_TRIGGERS = ("comes", "changes", "goes", "empties")


def install(connection, index):
    """Create the index, which is empty until it is filled, and the triggers that update it."""
    _drop_triggers(connection, index)
    if connection.vendor == "postgresql":
        _install_language(connection)
        _execute(connection, POSTGRESQL_INSTALL, **_values(connection, index))
    else:
        stems = "porter " if _language() == "en" else ""
        _execute(connection, SQLITE_INSTALL, stems=stems, **_values(connection, index))


def uninstall(connection, index):
    """Drop the index and its triggers."""
    _drop_triggers(connection, index)
    statements = POSTGRESQL_UNINSTALL if connection.vendor == "postgresql" else SQLITE_UNINSTALL
    _execute(connection, statements, name=index.name)


def fill(connection, index):
    """Index every row that is there already."""
    statements = POSTGRESQL_FILL if connection.vendor == "postgresql" else SQLITE_FILL
    _execute(connection, statements, **_values(connection, index))


def _drop_triggers(connection, index):
    if connection.vendor == "postgresql":
        for trigger in POSTGRESQL_TRIGGERS:
            _execute(connection, (f"DROP TRIGGER IF EXISTS {index.name}_{trigger} ON {TABLE}",))
    else:
        for trigger in SQLITE_TRIGGERS:
            _execute(connection, (f"DROP TRIGGER IF EXISTS {index.name}_{trigger}",))


def _values(connection, index):
    """The values of the braces in the statements above."""
    words = "mvforum_words({text})" if connection.vendor == "postgresql" else "{text}"
    return {
        "name": index.name,
        "table": TABLE,
        "old": index.text.format(row="OLD"),
        "new": index.text.format(row="NEW"),
        "was": CONDITION.format(row="OLD"),
        "is_now": CONDITION.format(row="NEW"),
        "is_row": CONDITION.format(row="it"),
        "words_of_old": words.format(text=index.text.format(row="OLD")),
        "words_of_new": words.format(text=index.text.format(row="NEW")),
        "words_of_row": words.format(text=index.text.format(row="it")),
    }


def _language():
    return settings.LANGUAGE_CODE.partition("-")[0].lower()


def _install_language(connection):
    stemmer = STEMMERS.get(_language())
    _execute(
        connection,
        POSTGRESQL_LANGUAGE + POSTGRESQL_STEMS if stemmer else POSTGRESQL_LANGUAGE,
        configuration=CONFIGURATION,
        joints=_blanks_for(JOINTS),
        joints_and_quotes=_blanks_for(JOINTS + QUOTES),
        longest=MAX_TEXT_CHARS,
        stemmer=stemmer,
    )


def _blanks_for(letters):
    return f"'{letters}', '{' ' * len(letters)}'"


def _execute(connection, statements, **values):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**values))
