"""Widgets: what is drawn. Attributes come down, messages go up, siblings do not meet."""
