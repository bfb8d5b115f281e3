"""An `aws`-like command line without a screen: text to calls, calls to CLI, boto3 and HTTP text, completion, history."""
