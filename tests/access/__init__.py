"""The table of who may learn and do what, on which surface."""
