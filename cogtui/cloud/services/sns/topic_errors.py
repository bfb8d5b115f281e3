"""SNS's errors about topics and subscriptions. See `errors` for where the texts come from."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.sns.errors import invalid

# ---------------------------------------------------------------------------------------------------------- topics


def no_topic() -> AwsError:
    """Return the error for a topic that is not there."""
    return AwsError("NotFound", "Topic does not exist", status=404)


def bad_topic_name() -> AwsError:
    """Return the error for a name that no topic can have, or not one of its kind."""
    return invalid("Topic Name")


def elsewhere(parameter: str) -> AwsError:
    """Return the error for a topic of another region than the request's."""
    return invalid(parameter)


def topic_differs(what: str) -> AwsError:
    """Return the error for creating anew what has other attributes or tags."""
    return invalid(what.capitalize(), f"Topic already exists with different {what}")


def bad_attribute_name() -> AwsError:
    """Return the error for an attribute that there is not, or that nobody may put."""
    return invalid("AttributeName")


def bad_attribute(name: str) -> AwsError:
    """Return the error for a value that an attribute can't have. DIFFERS: AWS's texts are not published."""
    return invalid("AttributeValue", f"{name}: Invalid value")


def bad_policy(problem: str) -> AwsError:
    """Return the error for an access policy that is none. DIFFERS: only the texts about statements and actions are recorded."""
    return invalid(problem)


def statement_exists() -> AwsError:
    """Return the error for a label that a statement of the policy has."""
    return invalid("Statement already exists")


def action_out_of_scope() -> AwsError:
    """Return the error for an action that topics' policies know nothing of."""
    return invalid("Policy statement action out of service scope!")


# --------------------------------------------------------------------------------------------------- subscriptions


def no_subscription() -> AwsError:
    """Return the error for a subscription that is not there."""
    return AwsError("NotFound", "Subscription does not exist", status=404)


def unknown_protocol(protocol: str) -> AwsError:
    """Return the error for a protocol that SNS does not speak."""
    return invalid(f"Amazon SNS does not support this protocol string: {protocol}")


def bad_sms(number: str) -> AwsError:
    """Return the error for subscribing what is no number."""
    return AwsError("InvalidParameter", f"Invalid SMS endpoint: {number}")


def bad_endpoint(what: str) -> AwsError:
    """Return the error for an endpoint that does not fit its protocol: recorded for queues, in the same form for others."""
    return invalid(what)


def endpoint_unknown(arn: str) -> AwsError:
    """Return the error for subscribing a platform endpoint that is not there."""
    return invalid("Endpoint", f"Endpoint does not exist for endpoint {arn}")


def not_for_fifo() -> AwsError:
    """Return the error for a protocol that FIFO topics do not have. DIFFERS: AWS's text is not published."""
    return invalid("Endpoint", "FIFO topics deliver to Amazon SQS queues only")


def subscription_differs() -> AwsError:
    """Return the error for subscribing anew with other attributes."""
    return invalid("Attributes", "Subscription already exists with different attributes")


def unreadable_token() -> AwsError:
    """Return the error for what can be no token."""
    return AwsError("InvalidParameter", "Invalid token")


def unknown_token() -> AwsError:
    """Return the error for a token of no subscription of the topic."""
    return invalid("Token")


def bad_subscription_id() -> AwsError:
    """Return the error for an ARN of SNS that is no subscription's."""
    return invalid("SubscriptionId")


# ------------------------------------------------------------------------------------------------------ publishing


def bad_number(number: str) -> AwsError:
    """Return the error for sending a text to what is no number."""
    return invalid("PhoneNumber", f"{number} is not valid to publish to")


def no_group() -> AwsError:
    """Return the error for a message to a FIFO topic without a group."""
    return invalid("The MessageGroupId parameter is required for FIFO topics")


def no_deduplication() -> AwsError:
    """Return the error for a message to a FIFO topic that could not be known again."""
    return invalid(
        "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
    )


def only_for_fifo(name: str) -> AwsError:
    """Return the error for a parameter that only FIFO topics take."""
    return invalid(name, f"The request includes {name} parameter that is not valid for this topic type")


def bad_message_attribute(text: str) -> AwsError:
    """Return the error for an attribute of a message."""
    return AwsError("ParameterValueInvalid", text)


# --------------------------------------------------------------------------------------------------------- batches


def empty_batch() -> AwsError:
    """Return the error for a batch of nothing; the text is the API Reference's."""
    return AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.")


def large_batch() -> AwsError:
    """Return the error for more than ten entries."""
    text = "The batch request contains more entries than permissible."
    return AwsError("TooManyEntriesInBatchRequest", text)


def long_batch() -> AwsError:
    """Return the error for entries of over 262,144 octets together."""
    text = "The length of all the messages put together is more than the limit."
    return AwsError("BatchRequestTooLong", text)


def repeated_entry() -> AwsError:
    """Return the error for two entries of the same id."""
    return AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")


def bad_entry_id(identifier: str, *, long: bool) -> AwsError:
    """Return the error for an id that no entry can have."""
    what = "is too long" if long else "contains an impermissible character"
    text = f"The Id of a batch entry in the batch request {what}: {identifier}"
    return AwsError("InvalidBatchEntryId", text)


# ------------------------------------------------------------------------------------------------------------ tags


def no_resource() -> AwsError:
    """Return the error for tags of something that is not there."""
    return AwsError("ResourceNotFound", "Resource does not exist", status=404)


def repeated_keys() -> AwsError:
    """Return the error for two tags of the same key."""
    return invalid("Duplicated keys are not allowed.")


def too_many_tags() -> AwsError:
    """Return the error for a fifty-first tag. DIFFERS: AWS's text is not published."""
    return AwsError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")
