"""Word lists: patterns, and a matcher that finds them in a text however they are disguised.

Pure: no Django, no models.
"""
