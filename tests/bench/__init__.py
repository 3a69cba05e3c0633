"""The bench: what pages, writes and the live feed cost, as ratios to the cheapest view that could be served."""
