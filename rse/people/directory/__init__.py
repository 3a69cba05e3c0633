"""The staff list of an organisation, from its file to a plan: read, understood, checked; nothing is written here."""
