"""The classifier: hashed text features and an online logistic regression, without Django."""
