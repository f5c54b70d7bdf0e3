"""Differences that are allowed between a database of commit e19ede4 and one of today.

A migration that is meant to change more is listed here, with its reason beside it.
"""

# The last migrations of that commit.
KNOWN = {"comments": "0023", "articles": "0017", "accounts": "0005"}

# Models that were renamed since, as "comments.ground": "comments.rejectionreason". Their tables,
# columns and rows stay; their content types and permissions follow.
RENAMED_MODELS: dict[str, str] = {
    "articles.almanac": "articles.dailycontentversion",
    "articles.gist": "articles.termvector",
    "articles.likeness": "articles.relatedarticle",
    "articles.spelling": "articles.spellingvariant",
    "articles.topicentry": "articles.articletopic",
    "comments.ground": "comments.rejectionreason",
    "comments.footprint": "comments.activityrecord",
    "comments.letter": "comments.outgoingemail",
    "comments.edition": "comments.listversion",
    "comments.lesson": "comments.trainingexample",
    "comments.spammemory": "comments.spammodel",
    "comments.origin": "comments.importrecord",
    "comments.note": "comments.moderatornote",
    "comments.dangerphrase": "comments.crisisphrase",
}

# Tables with rows that a migration changes, adds or deletes.
# Crisis phrases: patterns have replaced those that no admin changed.
CHANGED_TABLES: set[str] = {"comments_dangerphrase"}

# What a migration changes or drops of the schema: on SQLite a kind and a table ("index
# comments_flag"), on PostgreSQL a table and a name ("comments_flag open_flags").
CHANGED_SCHEMA: dict[str, set[str]] = {
    "sqlite": {
        "table comments_letter",  # comments.0028_parked_emails adds two columns
        "table articles_person",  # articles.0020_html_has_a_version adds a column
        "table articles_topic",
    },
    "postgresql": set(),
}

# Triggers that came since, each with the migration ("comments.0030_name") that makes it; those of
# that commit stand in test_triggers.py.
NEW_TRIGGERS: dict[str, dict[tuple[str, str], str]] = {
    "sqlite": {
        ("comments_decision", name): "comments.0026_the_log_is_never_deleted"
        for name in ("decisions_are_never_deleted", "decisions_are_never_replaced", "decisions_keep_their_key")
    },
    "postgresql": {("comments_decision", "decisions_keep_their_key"): "comments.0026_the_log_is_never_deleted"},
}

# Triggers of that commit whose definition a migration changes.
CHANGED_TRIGGERS: set[tuple[str, str]] = set()

# Models with a new title, which their permissions have in their titles ("Can view title").
RETITLED_MODELS: set[str] = set()


def model_now(model: str) -> str:
    return RENAMED_MODELS.get(model, model)


def codename_now(model: str, codename: str) -> str:
    """Return the code name of today: Django's four have the name of the model in them."""
    verb, _, name = codename.partition("_")
    if verb in {"add", "change", "delete", "view"} and name == model.partition(".")[2]:
        return f"{verb}_{model_now(model).partition('.')[2]}"
    return codename


def permission_now(model: str, codename: str) -> tuple[str, str]:
    return model_now(model), codename_now(model, codename)
