"""Crisis detection: patterns with slots, over the clauses of a text. No Django, no models."""
