"""E-mail notifications to moderators and to authors."""
