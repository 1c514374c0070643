"""The code a user would write to be told of what goes through a gateway: a webhook, and a server that verifies it."""

from __future__ import annotations

import http.client
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from knoxcall import WebhookSignatureVerificationError, construct_webhook_event

if TYPE_CHECKING:
    from types import TracebackType

    from knoxcall import KnoxCallSync, WebhookEvent

    from .output import Output

SECONDS = 10.0


class Receiver:
    """A server on loopback that takes deliveries, and keeps those that are genuine. secret: the webhook's."""

    def __init__(self) -> None:
        self.secret = ""
        self.events: queue.Queue[WebhookEvent] = queue.Queue()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                try:
                    event = construct_webhook_event(body, dict(self.headers.items()), receiver.secret)
                except WebhookSignatureVerificationError:
                    self.send_error(400)
                    return
                self.send_response(204)
                self.end_headers()
                receiver.events.put(event)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the demo's output is its own."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="receiver", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.server_port

    def __enter__(self) -> Receiver:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(SECONDS)


def receive_a_webhook(client: KnoxCallSync, route: str, output: Output) -> bool:
    """Register a webhook, make a call that it tells of, and try a forged delivery; whether only the real one counted.

    Raises KnoxCallError; OSError if there is no port to listen on.
    """
    output.title("Webhooks")
    with Receiver() as receiver:
        url = f"http://127.0.0.1:{receiver.port}/hooks"
        hook = client.webhooks.create(name="alerts", url=url, event_types=["request.success"])
        receiver.secret = hook["secret_key"]
        output.step("create", f"{hook['name']} tells {hook['url']} of {', '.join(hook['event_types'])}")
        client.call(route, path="/v1/refunds")
        try:
            event = receiver.events.get(timeout=SECONDS)
        except queue.Empty:
            output.step("received", "nothing", "bad")
            return False
        data = event["data"]
        output.step("received", f"{event['event']}: {data['request']['path']}, {data['response']['status']}", "good")
        forged = _deliver_unsigned(receiver.port)
        output.step("forged", f"{forged}, and no event", "good" if forged == 400 else "bad")
        return forged == 400 and receiver.events.empty()


def _deliver_unsigned(port: int) -> int:
    """What the receiver answers to a delivery that was signed with nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request(
            "POST", "/hooks", b'{"event": "request.success"}', {"X-Webhook-Signature": "sha256=" + "0" * 64}
        )
        return connection.getresponse().status
    finally:
        connection.close()
