"""Forecasts and their past errors (adoption.md 5.18, and the backtest of 3.1): no model is shown without the naive one beside it."""
