"""A line to a PostgreSQL that can be cut or made to hang, as networks do."""

import contextlib
import socket
import threading


class Line:
    """Listens on a port of this machine and passes everything on to a socket of PostgreSQL.

    `hang()` keeps every connection open and passes nothing on; `cut()` closes them and refuses new ones.
    """

    def __init__(self, target: str):
        self.target = target
        self.flows = threading.Event()
        self.flows.set()
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._listen()

    def hang(self):
        self.flows.clear()

    def cut(self):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes who waits for a connection
        self._listener.close()
        self._close_all()

    def mend(self):
        """Let flow again what hung, or listen again on the same port."""
        self.flows.set()
        if self._listener.fileno() == -1:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self._listen()

    def close(self):
        self.flows.set()
        self.cut()

    def _close_all(self):
        ends, self._ends = self._ends, []
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _listen(self):
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.target)
                self._ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.flows.wait()
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
