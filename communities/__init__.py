"""Communities: where people meet, post and answer."""
