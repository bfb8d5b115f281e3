"""`cogtui serve`: the endpoint without the app."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cogtui.cli.group import Unreadable
from cogtui.cli.printing import JSON, print_json

if TYPE_CHECKING:
    from cogtui.cloud.trail import Record
    from cogtui.cloud.world import Event
    from cogtui.wire.endpoint import Endpoint, Settings
    from cogtui.wire.environment import ClientSettings
    from cogtui.wire.serving import Plan, Served

PORT = 4577
"""As `cogtui.wire.endpoint` has it, which would load the server."""

_SHELLS = {"bash": "bash, zsh", "fish": "fish", "powershell": "PowerShell"}


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port to listen on; 0 is any free one.  [default: {PORT}]")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; others than loopback are open to the network.",
)
@click.option("--template", type=click.Path(path_type=Path), help="A CloudFormation template to begin with.")
@click.option("--seed", help="Make the same ids, secrets and keys each time; on loopback only.")
@click.option(
    "--state", type=click.Path(path_type=Path, dir_okay=False), help="A file that keeps the world from run to run."
)
@click.option(
    "--root-key",
    "root_keys",
    metavar="ID:SECRET",
    multiple=True,
    help="Accept a key pair that you bring, as the account's root.",
)
@click.option("--no-verify", is_flag=True, help="Accept any signature, as long as the access key is known.")
@click.option(
    "--issuer",
    type=click.Choice(["aws", "local"]),
    default="aws",
    show_default=True,
    help="What user pools sign as: AWS's issuer or this endpoint's address.",
)
@click.option("--quiet", is_flag=True, help="Don't print a line per call.")
@JSON
def serve(
    *,
    port: int | None,
    host: str,
    template: Path | None,
    seed: str | None,
    state: Path | None,
    root_keys: tuple[str, ...],
    no_verify: bool,
    issuer: str,
    quiet: bool,
    as_json: bool,
) -> None:
    """Answer real AWS clients at a local port.

    Prints the lines that point an AWS client here, then one line per call. ctrl+c stops it.
    """
    from cogtui.wire.endpoint import Settings
    from cogtui.wire.server import is_loopback
    from cogtui.wire.serving import Plan, RootKey

    if seed is not None and not is_loopback(host):
        raise Unreadable(f"--seed makes keys that anybody can make again; --host {host} would show them to the network")
    settings = Settings(
        host=host,
        port=PORT if port is None else port,
        any_port=port is None,
        verify=not no_verify,
        local_issuer=issuer == "local",
    )
    plan = Plan(seed, template, state, tuple(RootKey.parse(text) for text in root_keys))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, plan, quiet=quiet, as_json=as_json))


async def _serve(settings: Settings, plan: Plan, *, quiet: bool, as_json: bool) -> None:
    from cogtui.wire.endpoint import Endpoint
    from cogtui.wire.key_stock import KeyStock
    from cogtui.wire.serving import equip, prepare, remaker

    stock = KeyStock()
    try:
        served = prepare(plan, stock.take)
        endpoint = Endpoint(served.world, settings, remake=remaker(plan, stock.take))
        endpoint.application.on_bug = _say_bug
        await endpoint.start()
        clients = msgspec.structs.replace(equip(served.world), endpoint=endpoint.url)
        (_say_json if as_json else _say)(endpoint, clients, served, plan)
        if not quiet:
            served.world.subscribe(_log)
        await _until_stopped()
        await endpoint.stop()
        if served.save is not None:
            served.save.close()
    finally:
        stock.close()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows has ctrl+c as an exception alone
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, stopped.set)
    await stopped.wait()


# ------------------------------------------------------------------------------------------------------------ what it says


def _say_json(endpoint: Endpoint, clients: ClientSettings, served: Served, _: Plan) -> None:
    """Print what a script needs as one line of JSON."""
    print_json(
        {
            "url": endpoint.url,
            "token": endpoint.token,
            "environment": clients.variables(),
            "account": served.world.account,
            "restored": served.restored,
        }
    )


def _say(endpoint: Endpoint, clients: ClientSettings, served: Served, plan: Plan) -> None:
    from cogtui.wire.environment import lines

    click.echo(f"CogTUI answers AWS clients at {endpoint.url} (ctrl+c stops it)\n")
    click.echo("Point a client here, in the shell that you use:")
    for shell, name in _SHELLS.items():
        click.echo(f"\n  # {name}")
        for line in lines(clients, shell):  # pyright: ignore[reportArgumentType] - the keys are the shells
            click.echo(f"  {line}")
    click.echo(f"\nAccount {served.world.account}, {served.world.region}; {_contents(served, plan)}")
    click.echo(f"For scripts: {endpoint.url}/_cogtui/health; the rest of /_cogtui/ needs the token {endpoint.token}")
    for warning in _warnings(endpoint, plan):
        click.echo(f"! {warning}")
    click.echo("")


def _contents(served: Served, plan: Plan) -> str:
    if served.restored:
        return f"the world of {plan.state}, with {len(served.world.trail):,} calls behind it"
    if plan.template is not None:
        return f"the world of {plan.template}"
    return "a new world with nothing in it but the IAM user `demo`"


def _warnings(endpoint: Endpoint, plan: Plan) -> list[str]:
    from cogtui.wire.server import is_loopback

    settings = endpoint.settings
    found: list[str] = []
    if not settings.verify:
        found.append("--no-verify: signatures are not checked; whoever names an access key may use it")
    if not is_loopback(settings.host):
        found.append(f"--host {settings.host}: everybody on the network can reach this; the traffic is not encrypted")
    if plan.seed is not None:
        found.append("--seed: ids, secrets and keys can be made again by anybody who knows the seed")
    return found


def _say_bug(report: str) -> None:
    click.echo(f"CogTUI ran into a bug; the client was answered 500, and the endpoint goes on.\n{report}", err=True)


def _log(event: Event, record: Record | None) -> None:
    """Print a call as a line: when, verdict, what, by whom, and what refused it."""
    from cogtui.cloud.clock import timestamp

    if event != "published" or record is None or record.kind == "act":
        return
    verdict = "✓" if record.ok else "✗"
    who = record.principal_arn.rpartition(":")[2]
    refused = f"{record.error.code} ({', '.join(record.refused_by[-1:])})" if record.error else ""
    parts: list[Any] = [timestamp(record.at).strftime("%H:%M:%S"), verdict, f"{record.service:<16}", record.operation]
    click.echo(" ".join(part for part in (*parts, who and f"by {who}", refused) if part))
