"""One package per AWS service. A package names its topic modules in `TOPICS`; a handler is a function in one of them.

A handler bears the operation's name in snake case and takes the call and the operation's parameters by AWS's names:
`def get_id(call, *, IdentityPoolId, AccountId=None, Logins=None)`. Parameters that it does not name are not simulated.
Beside the topics a package may have `rules.py` (the words of its rule ids), `records.py` (its tables), `errors.py` (AWS's
texts) and `scope.py` (whose a resource is, and its resource policy). Services know each other only through the door.
"""
