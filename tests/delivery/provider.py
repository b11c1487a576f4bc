"""A mail provider on this machine: takes letters over HTTP as the real ones do, and misbehaves on request."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TAKEN = {
    "postmark": (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "0a1b", "To": "rosa@post.example"}),
    "mailgun": (200, {"id": "<1@post.example>", "message": "Queued. Thank you."}),
    "brevo": (201, {"messageId": "<1@relay.example>"}),
    "resend": (200, {"id": "4ef9a417"}),
    "sendgrid": (202, None),
    "sparkpost": (
        200, {"results": {"total_accepted_recipients": 1, "total_rejected_recipients": 0, "id": "66"}},
    ),
}  # fmt: skip


class ProviderServer:
    """`says` is a list of answers to give first, (status, body) or "hang", "cut"; then letters are taken."""

    def __init__(self, provider: str):
        self.provider = provider
        self.says: list = []
        self.requests: list[tuple[str, dict, bytes]] = []
        self.seconds = 0.0  # how long "hang" lasts
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def bodies(self) -> list[dict]:
        return [json.loads(body) for _path, _headers, body in self.requests]

    def answer(self):
        return self.says.pop(0) if self.says else TAKEN[self.provider]

    def _handler(self):
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.requests.append((self.path, dict(self.headers), body))
                answer = outer.answer()
                if answer == "hang":
                    time.sleep(outer.seconds)
                if answer in ("hang", "cut"):
                    self.close_connection = True
                    return
                status, said = answer
                content = b"" if said is None else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.send_header("X-Message-Id", "14c5")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        return Handler
