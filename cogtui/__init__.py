"""CogTUI: a laboratory for Amazon Cognito in the terminal."""

__version__ = "0.1.0"
