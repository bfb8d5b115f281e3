"""The actions of the Accounts pane and of its editor."""

from __future__ import annotations

from cogtui.tui.action import Action

CROSS_ACCOUNT_ACTIONS: tuple[Action, ...] = (
    Action(
        "variant",
        "Way",
        "Choose a way across: through a role, by bucket policy, with ExternalId, MFA, a session policy, a boundary, an SCP.",
        ("v",),
        "variant",
        "accounts",
        "Look",
    ),
    Action(
        "step-json",
        "JSON",
        "Write the policy of the step under the cursor as JSON; the verdict follows while you type.",
        ("e",),
        "edit",
        "accounts",
        "Do",
        footer=True,
    ),
    Action(
        "try-across",
        "Try",
        "Try it for real from A: the user's calls, one after the other, up to the first that is refused.",
        ("t",),
        "try_it",
        "accounts",
        "Do",
        footer=True,
    ),
    Action(
        "ask-owner",
        "Ask B",
        "Try it from B: let B ask IAM's simulator what the role may do with the bucket.",
        ("o",),
        "ask_owner",
        "accounts",
        "Do",
    ),
    Action(
        "other-wish",
        "Request",
        "Ask for something else: read an object, list the bucket, write an object.",
        ("a",),
        "other_wish",
        "accounts",
        "Look",
    ),
    Action(
        "sends",
        "Sends",
        "Send something else along with AssumeRole: an ExternalId, another customer's, an MFA code, a session policy.",
        ("x",),
        "sends",
        "accounts",
        "Do",
    ),
    Action("other-role", "Role", "Look at B's next role.", ("r",), "other('role')", "accounts", "Look"),
    Action("other-user", "User", "Look at A's next user.", ("i",), "other('user')", "accounts", "Look"),
    Action("other-bucket", "Bucket", "Look at B's next bucket.", ("f",), "other('bucket')", "accounts", "Look"),
    Action(
        "other-side",
        "Swap",
        "Look from the other side: B's people ask, A's bucket is wanted; then at the next two accounts.",
        ("s",),
        "swap",
        "accounts",
    ),
    Action("near-side", "To A", "Go to the steps of account A.", ("left",), "side('near')", "accounts", "Go"),
    Action("far-side", "To B", "Go to the steps of account B.", ("right",), "side('far')", "accounts", "Go"),
)
