"""Adoption: where a network stands, counted honestly from the history of what happened."""
