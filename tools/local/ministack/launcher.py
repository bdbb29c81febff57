"""Starts MiniStack on a loopback port of its own, with IAM enforced, and ends with whoever started it.

The socket is bound here, before the server is loaded: a free port that is chosen stays ours.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import threading

LOOPBACK = "127.0.0.1"

# Settings that whoever starts us may give: where the Redis is that ElastiCache's endpoints lead to.
GIVEN_SETTINGS = ("REDIS_HOST", "REDIS_PORT")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True, help="where the server keeps its data")
    parser.add_argument("--port", type=int, default=0, help="0 is any free port")
    parser.add_argument("--port-file", required=True, help="is written once the port is bound")
    parser.add_argument("--account", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--end-with-parent", action="store_true", help="end as soon as standard input is closed")
    return parser.parse_args()


def bind(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        sys.exit(f"port {port} of {LOOPBACK} cannot be used: {error.strerror}")
    listener.listen()
    return listener


def server_settings(options, port):
    return {
        "AUTH": "true",
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "MINISTACK_ACCOUNT_ID": options.account,
        "MINISTACK_REGION": options.region,
        "STATE_DIR": os.path.join(options.folder, "state"),
        "S3_DATA_DIR": os.path.join(options.folder, "s3"),
        # Listeners that nobody asked for.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # At its start the server removes the containers that another copy of it left: there is no Docker for it here.
        "DOCKER_HOST": "unix:///nonexistent/docker.sock",
        **{name: os.environ[name] for name in GIVEN_SETTINGS if name in os.environ},
    }


def end_with_parent():
    """However the parent ends, its end of our standard input is closed; the workers go with the server."""

    def watch():
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def announce(port, file):
    with open(f"{file}.part", "w", encoding="ascii") as part:
        part.write(str(port))
    os.replace(f"{file}.part", file)


def main():
    options = arguments()
    if options.end_with_parent:
        end_with_parent()
    listener = bind(options.port)
    port = listener.getsockname()[1]
    settings = server_settings(options, port)
    # MiniStack reads its settings while it is imported.
    os.environ.update(settings)

    import completions
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    completions.complete(settings)
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    # Longer than any client keeps a connection: one that is closed under a request makes the provider send it twice.
    config.keep_alive_timeout = 600
    config.keep_alive_max_requests = 1_000_000
    announce(port, options.port_file)
    asyncio.run(serve(app, config))


if __name__ == "__main__":
    main()
