"""Views for moderators."""
