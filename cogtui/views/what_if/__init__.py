"""What if? A policy, a tag or a condition key changed on trial, and the verdicts of the world that would be others then."""
