"""Spam score: it learns from decisions of moderators, explains itself, and never rejects a post."""
