"""A spam score that explains itself: it learns from every decision of a moderator, knows nothing
on day one, and never rejects."""
