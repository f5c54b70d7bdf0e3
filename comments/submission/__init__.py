"""Submission of comments and edits, from the form to the database."""
