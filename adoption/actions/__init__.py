"""Every write of adoption: perimeter, thresholds, pseudonyms, imports."""
