"""Functions: what a user pool, or Cognito Sync, runs at its triggers, written as a few rules instead of code.

A `CogTUI::Function` stands for an AWS Lambda function. It takes an event, goes through its rules in order, and gives the
event back with its `response` filled in; at a sync trigger, which has no such member, it changes `datasetRecords`. There is nothing in a rule that could loop, wait or reach out of the world.
"""

from __future__ import annotations
