"""The course: lessons as data, what checks them, and what plays them. No user interface."""
