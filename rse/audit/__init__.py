"""The audit log: administrative, moderation, consultation and export acts, append-only."""
