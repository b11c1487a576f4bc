"""Serves the product with waitress, in the thread that calls."""

import errno
import socket

from waitress.server import create_server

THREADS = 8


class CannotListen(Exception):
    """The address cannot be had; the message says why, in a sentence."""


def listen(host: str, port: int) -> socket.socket:
    """Open the port; 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as problem:
        listener.close()
        raise CannotListen(reason(host, port, problem)) from None
    return listener


def reason(host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: choose another with --port."
    if problem.errno == errno.EACCES:
        return f"Port {port} needs the rights of an administrator: choose one above 1023 with --port."
    return f"{host}, port {port}: {problem.strerror}."


def serve(application, listener: socket.socket, *, behind_proxy: bool) -> None:
    """Answer requests until KeyboardInterrupt; then let running ones end for a second."""
    server = create_server(
        application,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=not behind_proxy,
        max_request_body_size=256 * 1024 * 1024,
    )
    try:
        server.asyncore.loop(timeout=1, map=server._map, use_poll=True)
    except KeyboardInterrupt:
        listener.close()
        server.task_dispatcher.shutdown(timeout=1)
