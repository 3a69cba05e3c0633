"""What a chart says, and nothing of how it is drawn. Missing values (None, or not a number) are gaps, never zeros."""
