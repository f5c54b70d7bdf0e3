"""Full-text search engines, one for each database."""
