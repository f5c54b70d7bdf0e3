"""Word lists: patterns, and a matcher that also finds disguised words. No Django, no models."""
