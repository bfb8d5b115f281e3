"""Who can do what: principals by resources, each pair of them a question put to the policies of the world."""
