"""What runs on the learner's device: the app's sign-in client and its credentials provider. They use only the door."""
