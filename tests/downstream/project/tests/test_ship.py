"""The script, with unittest: on an emulated rack and an emulated gateway."""

# ruff: noqa: PT009 - this suite does without pytest
from __future__ import annotations

import contextlib
import io
import os
import tempfile
from pathlib import Path
from unittest import mock

from review_desk.ship import main

from trellis.testing import WithConvox, WithKnoxCall, assert_sent, faults

MANIFEST = "services:\n  web:\n    build: .\n    port: 3000\n"


class Shipping(WithConvox, WithKnoxCall):
    """What the command does, says and returns."""

    def setUp(self) -> None:
        super().setUp()
        client = self.knoxcall_server.settings.clients[0]
        environment = {
            "CONVOX_HOST": self.convox_server.url,
            "CONVOX_PASSWORD": self.convox_server.settings.password,
            "KNOXCALL_BASE_URL": self.knoxcall_server.url,
            "KNOXCALL_CLIENT_ID": client.client_id,
            "KNOXCALL_CLIENT_SECRET": str(client.client_secret),
        }
        patched = mock.patch.dict(os.environ, environment)
        patched.start()
        self.addCleanup(patched.stop)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        Path(self.folder, "convox.yml").write_text(MANIFEST)
        self.convox.apps.create("desk")
        self.sync_knoxcall.routes.create(name="chat", target_base_url="https://chat.example")

    def ship(self) -> tuple[int, str]:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return main(["desk", self.folder], interval=0.02), said.getvalue()

    def test_it_builds_promotes_and_tells(self) -> None:
        status, said = self.ship()
        self.assertEqual((status, said.strip()), (0, self.convox.apps.get("desk").release))
        (message,) = [entry for entry in self.knoxcall_server.upstream.requests if entry.path == "/messages"]
        self.assertEqual(message.json(), {"text": f"desk runs {said.strip()}"})

    def test_a_build_that_fails(self) -> None:
        self.convox_server.state.rack.fail_next_build("no space left")
        status, said = self.ship()
        self.assertEqual(status, 1)
        self.assertIn("no space left", said)
        self.assertEqual(self.convox_server.requests.to("releases_promote"), [])

    def test_an_overloaded_rack_is_asked_again(self) -> None:
        self.convox_server.faults.add("builds_create", faults.status(503, headers={"Retry-After": "0"}))
        self.assertEqual(self.ship()[0], 0)
        assert_sent(self.convox_server.requests, "builds_create", times=2)

    def test_nobody_can_be_told(self) -> None:
        self.knoxcall_server.faults.add("oauth_token", faults.status(401, times=None))
        status, said = self.ship()
        self.assertEqual(status, 3)
        self.assertIn("nobody was told", said)
        self.assertTrue(self.convox.apps.get("desk").release, "shipped all the same")
