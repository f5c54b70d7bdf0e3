"""Threads as pages: paging, links to later pages, structured data."""
