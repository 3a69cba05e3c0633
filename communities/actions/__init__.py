"""Every write. An action checks, changes, records and returns, in one transaction."""
