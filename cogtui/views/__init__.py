"""Pure functions from state and records to rows, trees and texts that any front end can draw."""
