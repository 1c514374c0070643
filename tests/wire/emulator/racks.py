"""A plain httpx client and a plain WebSocket of the emulated rack, so that these tests do not depend on our own."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any

import httpx
from websockets.sync.client import connect

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

    from trellis.emulator import ConvoxHandle

END = b""


class Rack:
    """Calls a rack, and gives what a success says."""

    def __init__(
        self, server: ConvoxHandle, *, user: str = "convox", password: str | None = None, **headers: str
    ) -> None:
        self.server = server
        password = server.settings.password if password is None else password
        self.headers = {
            "Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode(),
            "Accept": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        self.http = httpx.Client(base_url=server.url, headers=self.headers, timeout=10, trust_env=False)

    def __enter__(self) -> Rack:
        return self

    def __exit__(self, *raised: object) -> None:
        self.http.close()

    def __call__(self, method: str, path: str, status: int = 200, **options: Any) -> Any:
        answer = self.http.request(method, path, **options)
        assert answer.status_code == status, answer.text
        assert "request-id" in answer.headers
        if status >= 400:
            assert answer.headers["content-type"] == "application/json"
            return answer.json()["error"]
        if answer.headers.get("content-type") == "application/json":
            assert answer.text.endswith("\n")
            return answer.json()
        return answer.content

    def form(self, method: str, path: str, status: int = 200, **fields: str) -> Any:
        """A call with a form; `_` in a name stands for `-`."""
        return self(method, path, status, data={name.replace("_", "-"): value for name, value in fields.items()})

    def built(self, app: str = "shop", *, create: bool = True) -> str:
        """The release of a build that went well, of an app made for it."""
        if create:
            self.form("POST", "/apps", name=app)
        build = self.form("POST", f"/apps/{app}/builds", url="https://sources.test/shop.tgz")["id"]
        return str(self.finished(app, build)["release"])

    def finished(self, app: str, build_id: str) -> Any:
        """A build, once it is over."""
        for _ in range(500):
            build = self("GET", f"/apps/{app}/builds/{build_id}")
            if build["status"] != "running":
                return build
            time.sleep(0.01)
        raise AssertionError("the build does not end")

    def promote(self, app: str, release: str, status: int = 200, **fields: str) -> Any:
        """Promote a release."""
        return self.form("POST", f"/apps/{app}/releases/{release}/promote", status, **fields)

    def deployed(self, app: str = "shop") -> str:
        """The release of an app that was built and promoted."""
        release = self.built(app)
        self.promote(app, release)
        return release

    def process(self, app: str = "shop", service: str = "web") -> str:
        """The id of a process."""
        return str(self("GET", f"/apps/{app}/processes", params={"service": service})[0]["id"])

    def socket(self, path: str, **headers: str) -> ClientConnection:
        """An open WebSocket. `_` in the name of a header field stands for `-`."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        url = self.server.url.replace("http://", "ws://") + path
        return connect(url, additional_headers={**self.headers, **given}, proxy=None, compression=None)

    def frames(self, path: str, *sent: str | bytes, **headers: str) -> list[str | bytes]:
        """What comes over a WebSocket until its end, the end left out, after sending `sent`."""
        with self.socket(path, **headers) as socket:
            for frame in sent:
                socket.send(frame)
            return list(iter(lambda: socket.recv(timeout=5), END))
