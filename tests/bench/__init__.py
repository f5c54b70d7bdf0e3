"""Benchmark of a page, a post and a decision at any size. `make bench` runs it."""
