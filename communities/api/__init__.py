"""The REST door: JSON in, one call of an action or a feed, JSON out. Same rights, same refusals as the pages."""
