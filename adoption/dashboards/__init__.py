"""What each page shows: figures of the rollups, in words, tables and chart specs, for whoever may see them."""
