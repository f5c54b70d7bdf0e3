"""Submission: how a comment or an edit gets in, from the form to the database."""
