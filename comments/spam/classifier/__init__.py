"""The model: from the traits of a text to a score, and from a decision to a lesson. Pure."""
