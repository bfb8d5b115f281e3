"""Functions: what a user pool runs at its triggers, written as a few rules instead of code.

A `CogTUI::Function` stands for an AWS Lambda function. It takes an event, goes through its rules in order, and gives the
event back with its `response` filled in. There is nothing in a rule that could loop, wait or reach out of the world.
"""

from __future__ import annotations
