"""Tags of the communities' templates."""
