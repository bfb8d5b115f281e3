"""`cogtui serve`: the endpoint without the app."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from cogtui.cli.group import Unreadable

if TYPE_CHECKING:
    from cogtui.cloud.trail import Record
    from cogtui.cloud.world import Event, World
    from cogtui.wire.endpoint import Endpoint, Settings
    from cogtui.wire.key_stock import KeyStock
    from cogtui.wire.serving import Plan, Served

PORT = 4577
"""As `cogtui.wire.endpoint` has it, which would load the server."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port to listen on; 0 is any free one.  [default: {PORT}]")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; others than loopback are open to the network.",
)
@click.option("--allow-host", "names", metavar="NAME", multiple=True, help="A further host name to answer to.")
@click.option(
    "--template",
    "templates",
    metavar="[ACCOUNT=]FILE",
    multiple=True,
    help="A CloudFormation template to begin with; several make one world, each in its account.",
)
@click.option(
    "--account", "accounts", metavar="NUMBER", multiple=True, help="An account without a template; give it for several."
)
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
@click.option("--json", "as_json", is_flag=True, help="Print JSON, a line for the start and one for each call.")
def serve(
    *,
    port: int | None,
    host: str,
    names: tuple[str, ...],
    templates: tuple[str, ...],
    accounts: tuple[str, ...],
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
    from cogtui.cloud.templates.placed import accounts_of, placed
    from cogtui.wire.endpoint import Settings
    from cogtui.wire.server import is_loopback
    from cogtui.wire.serving import Plan, RootKey

    if seed is not None and not is_loopback(host):
        raise Unreadable(f"--seed makes keys that anybody can make again; --host {host} would show them to the network")
    settings = Settings(
        host=host,
        names=names,
        port=PORT if port is None else port,
        any_port=port is None,
        verify=not no_verify,
        local_issuer=issuer == "local",
    )
    plan = Plan(
        seed,
        tuple(placed(text) for text in templates),
        accounts,
        state,
        tuple(RootKey.parse(text) for text in root_keys),
    )
    accounts_of(plan.templates, plan.accounts)  # which a state that is there would never ask for
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, plan, quiet=quiet, as_json=as_json))


async def _serve(settings: Settings, plan: Plan, *, quiet: bool, as_json: bool) -> None:
    from cogtui.wire.key_stock import KeyStock
    from cogtui.wire.serving import prepare

    stopped = _on_signals()
    with contextlib.closing(KeyStock()) as stock:
        served = prepare(plan, stock.take)
        try:
            _check_keys(settings, served)
            endpoint = await _started(settings, plan, served, stock, quiet=quiet, as_json=as_json)
            _spare_the_collector(served.world)
            try:
                await stopped.wait()
            finally:
                await endpoint.stop()
        finally:
            if served.save is not None:
                served.save.close()


def _spare_the_collector(world: World) -> None:
    """Have the garbage collector look seldom at what comes and goes, and hardly ever at what stays.

    Hardly anything here can hold itself, so it finds next to nothing; its rounds would be a tenth of a request's time and
    the longest that a client ever waits. Whatever is there when the trail is folded stays for long: it is passed over from
    then on, and all of it is looked through once in a hundred foldings.
    """
    gc.freeze()
    gc.set_threshold(150_000)
    foldings = itertools.count(1)

    def rest(event: Event, _: Record | None) -> None:
        if event != "folded":
            return
        if next(foldings) % 100 == 0:
            gc.unfreeze()
            gc.collect()
        gc.freeze()

    world.subscribe(rest)


def _on_signals() -> asyncio.Event:
    """Return what ctrl+c and SIGTERM set."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows has ctrl+c as an exception alone
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, stopped.set)
    return stopped


def _check_keys(settings: Settings, served: Served) -> None:
    """Keep a world that was once made with a seed from the network: anybody could sign in its name."""
    from cogtui.wire.server import is_loopback
    from cogtui.wire.serving import has_public_keys

    if not is_loopback(settings.host) and has_public_keys(served.world):
        raise Unreadable(f"this state was made with --seed, by keys that anybody has: not for --host {settings.host}")


async def _started(
    settings: Settings, plan: Plan, served: Served, stock: KeyStock, *, quiet: bool, as_json: bool
) -> Endpoint:
    """Open the port and say so."""
    from cogtui.cli.serve_output import Log, Speaker, say_bug, say_start, say_start_to_programs
    from cogtui.wire.endpoint import Endpoint
    from cogtui.wire.serving import equip, remaker

    out, err = Speaker(), Speaker(err=True)
    endpoint = Endpoint(served.world, settings, remake=remaker(plan, stock.take, served.world))
    endpoint.application.on_bug = lambda report: say_bug(err, report)
    await endpoint.start()
    clients = msgspec.structs.replace(equip(served.world), endpoint=endpoint.url, token=endpoint.token)
    (say_start_to_programs if as_json else say_start)(out, endpoint, clients, served, plan)
    served.world.subscribe(Log(out, err, served.save, calls=not quiet, as_json=as_json))
    return endpoint
