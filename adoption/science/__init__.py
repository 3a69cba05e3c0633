"""Statistics of adoption: numpy and scipy only, no Django; each module holds one family of formulas."""
