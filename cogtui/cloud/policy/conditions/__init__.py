"""Condition operators by family, and conditions compiled from them."""
