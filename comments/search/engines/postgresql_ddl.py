"""SQL of the search index on PostgreSQL: text search configuration, table, triggers."""

# Stems of the site's language. There are no stop words: every word is indexed.
LANGUAGE = (
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
STEMS = (
    "CREATE TEXT SEARCH DICTIONARY mvforum_stems (TEMPLATE = snowball, Language = {stemmer})",
    """
    ALTER TEXT SEARCH CONFIGURATION mvforum_search
    ALTER MAPPING FOR asciiword, word, asciihword, hword, hword_asciipart, hword_part
    WITH mvforum_stems
    """,
)
INSTALL = (
    "CREATE TABLE IF NOT EXISTS {name} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    # A short list of pending entries: each search reads all of it.
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
    # The planner underestimates the cost of unpacking the words of all texts: no sequential scan.
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
UNINSTALL = ("DROP FUNCTION IF EXISTS {name}_keep, {name}_with", "DROP TABLE IF EXISTS {name}")
FILL = (
    "TRUNCATE {name}",
    "INSERT INTO {name} SELECT id, {words_of_row} FROM {table} it WHERE {is_row} ORDER BY id",
    "ANALYZE {name}",
)
TRIGGERS = ("comes", "changes", "goes", "empties")
