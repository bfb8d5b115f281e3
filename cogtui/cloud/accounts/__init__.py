"""AWS accounts and who is in them: users, groups, roles, keys, policies, providers, organizations."""
