"""HTTP, HTML and SQL helpers without a model; shared by all three packages."""
