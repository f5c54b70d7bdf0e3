"""What a page, a post and a decision cost, at any size. `make bench` runs it."""
