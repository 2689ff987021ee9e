"""Findings of what is meant: a comment, the configuration or `[sic]` takes them out, and no fix touches them."""
