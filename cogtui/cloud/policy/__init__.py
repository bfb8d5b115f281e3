"""The IAM policy language: documents, matching, conditions, variables, and the verdict of several policies together."""
