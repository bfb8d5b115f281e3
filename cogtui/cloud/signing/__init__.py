"""Signatures of requests: Signature Version 4, URLs signed beforehand, the older version; and their checks."""
