"""What `cogtui.dev bench` measures: a module per subject, each with a `rows(share)` that gives its rows of the table."""
