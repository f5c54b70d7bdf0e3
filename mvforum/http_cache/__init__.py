"""The HTTP cache in front of Django. It knows HTTP and nothing of mvforum."""
