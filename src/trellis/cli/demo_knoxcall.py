"""`trellis demo knoxcall`: a local gateway, used by the code of `demo_knoxcall_calls` and `demo_knoxcall_webhooks`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from knoxcall import KnoxCall, KnoxCallError
from trellis.emulator import start

from .demo_knoxcall_calls import call_through, call_while_tokens_are_revoked, call_with_proofs, create_routes
from .demo_knoxcall_webhooks import receive_a_webhook
from .demo_stage import on_stage

if TYPE_CHECKING:
    from knoxcall import KnoxCallSync
    from trellis.emulator import KnoxCallHandle, OAuthClientSeed

    from .output import Output


def demo_knoxcall(output: Output) -> int:
    """Start a gateway on loopback and take calls through it; 0 if all went as it should, else 1."""
    return on_stage(output, "KnoxCall gateway", _gateway, _story, KnoxCallError)


def _gateway() -> KnoxCallHandle:
    return start("knoxcall")


def _story(server: KnoxCallHandle, output: Output) -> bool:
    """All of it; whether it went well."""
    plain, dpop = (
        next(client for client in server.settings.clients if client.require_dpop is wanted) for wanted in (False, True)
    )
    with _client(server, plain) as client:
        route = create_routes(client, output)
        went_well = call_through(client, route, output)
        # Nobody told this one about DPoP: the server asks for it, and it complies.
        with _client(server, dpop) as signing:
            went_well &= call_with_proofs(signing, route, output)
        before = _mints(server)
        went_well &= call_while_tokens_are_revoked(client, route, server.state.revoke_tokens, output)
        output.step("tokens", f"{_mints(server) - before} minted anew after 3 revocations")
        went_well &= receive_a_webhook(client, route, output)
    _show_the_wire(server, output)
    return went_well


def _client(server: KnoxCallHandle, credentials: OAuthClientSeed) -> KnoxCallSync:
    return KnoxCall(
        base_url=server.url,
        proxy_base_url=server.url,
        tenant=server.settings.tenant,
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
    )


def _mints(server: KnoxCallHandle) -> int:
    return sum(1 for request in server.requests if request.operation_id == "oauth_token" and request.status == 200)


def _show_the_wire(server: KnoxCallHandle, output: Output) -> None:
    output.title("On the wire")
    schemes = Counter(
        request.headers["authorization"].partition(" ")[0]
        for request in server.requests
        if request.operation_id != "oauth_token" and "authorization" in request.headers
    )
    output.step("requests", ", ".join(f"{count} with {scheme}" for scheme, count in schemes.most_common()))
