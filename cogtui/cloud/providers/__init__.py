"""Outside identity providers: Facebook, Google and, later, others. Each simulates its hosts' pages and APIs."""
