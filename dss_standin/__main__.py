"""`python -m dss_standin serve WORKSPACE`: the stand-in as a command."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from threading import Thread
from typing import Any

from dss_standin import webapps
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.running import bound_server
from dss_standin.switches import Switches


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a workspace until Ctrl-C or SIGTERM; print its URL and API key first."""
    options = _parser().parse_args(arguments)
    try:
        answered = Switches.from_probe(options.answers) if options.answers else Switches()
        dss = DSS.open(options.workspace, Switches.parse(options.switch, answered))
        server = bound_server(dss, options.port)
    except (DSSError, OSError) as error:
        print(f"Cannot serve {options.workspace}: {error}", file=sys.stderr)
        return 2
    # A shell without a terminal starts its background jobs deaf to Ctrl-C.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _interrupt)
    print(f"URL {dss.url}\nKEY {dss.api_key}", flush=True)
    try:
        if options.webapp:
            Thread(target=_open, args=(dss, *options.webapp), daemon=True).start()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        dss.close()
        server.server_close()
    return 0


def _open(dss: DSS, project_key: str, plugin_id: str, folder: str, *values: str) -> None:
    """Open a webapp; where that fails, say so and end."""
    config = dict(value.partition("=")[::2] for value in values)
    try:
        print(f"WEBAPP {webapps.opened(dss, project_key, plugin_id, folder, config)}", flush=True)
    except (DSSError, OSError) as error:
        print(f"Cannot open the webapp {folder}: {error}", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGTERM)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dss_standin", description="A small local stand-in for Dataiku DSS.")
    serve = parser.add_subparsers(required=True, metavar="serve").add_parser("serve", help="serve a workspace folder")
    serve.add_argument("workspace", help="folder that keeps everything; made on first use")
    serve.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    serve.add_argument("--answers", metavar="FILE", help="a file of the probe: what a real DSS answered")
    serve.add_argument("--switch", action="append", default=[], metavar="NAME=VALUE", help="an assumption to turn")
    serve.add_argument("--webapp", nargs="+", metavar="WORD", help="open one: PROJECT PLUGIN FOLDER name=value ...")
    return parser


if __name__ == "__main__":
    sys.exit(main())
