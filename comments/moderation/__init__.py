"""Moderation: queues, cases, decisions and their undo, sanctions, reports, appeals, statistics."""
