"""SAML 2.0: what a provider signs and what whoever relies on it checks.

`names`, `rules` and `records` load nothing heavy; all others load lxml and signxml, so callers import them when they first
need them.
"""
