# Mirrored from src/convox/_async/client.py by scripts/mirror_sync.py; do not edit.
"""The synchronous client of a Convox rack, reached directly or through a console."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NoReturn

from trellis.core.borrow import base_url_for, headers_left_open, origin_of
from trellis.core.deadline import timeouts_of
from trellis.core.engine import SyncEngine
from trellis.core.flow import FlowContext
from trellis.core.lazy import lazy
from trellis.core.observe import Observer
from trellis.core.proxy_secrets import proxy_secrets
from trellis.core.runtime.unset import UNSET
from trellis.core.secrets import refuse_pickle
from trellis.core.sio import is_brought, open_driver

from .._console_session import ConsoleAuth
from .._settings import check_proxy, check_verify, found_in_cli_config, found_in_environment, settle
from .api import API
from .calls import Calls

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence
    from ssl import SSLContext
    from types import TracebackType

    import httpx
    from typing_extensions import Unpack

    from trellis.core.observe import Hook
    from trellis.core.runtime.unset import Unset
    from trellis.core.sio import BroughtClient

    from .._options import Connecting, Sending
    from .._retries import RetryConfig
    from .._settings import Found
    from .resources.apps import Apps
    from .resources.balancers import Balancers
    from .resources.budget import Budget
    from .resources.builds import Builds
    from .resources.certificates import Certificates
    from .resources.environment import Environment
    from .resources.events import Events
    from .resources.files import Files
    from .resources.instances import Instances
    from .resources.objects import Objects
    from .resources.processes import Processes
    from .resources.proxy import Proxy
    from .resources.registries import Registries
    from .resources.releases import Releases
    from .resources.resources import Resources
    from .resources.services import Services
    from .resources.system import SyncSystem

__all__ = ["ConvoxClient"]

DEFAULT_TIMEOUT = 30.0


class ConvoxClient:
    """A client of one Convox rack.

    host: of the rack, or of the console that manages it; `https://` unless it says `http://`, which sends the key in
    plain text and is for a rack on this machine. api_key: the rack's password, a console's deploy key, or a rack's JWT
    with `username="jwt"`. rack: "organization/rack", needed when the host is a console. session: the console's session
    id, where there is one; a new one is asked for when the console wants it. retry: see `RetryConfig`.
    timeout: seconds for each phase of an attempt, or an `httpx.Timeout`; None for no limit.

    verify: False trusts any certificate (racks may have self-signed ones), a path names a file or folder of CA
    certificates, and an `ssl.SSLContext` decides by itself. proxy: the URL of a proxy for everything; those that the
    environment names are used without it. http_client: an httpx client of your own, which stays yours to close, and
    whose base URL, headers, proxies, certificates and, unless `timeout` differs from 30, timeouts hold. headers: sent
    with every request. hooks: functions that are told about every call.

    Making a client sends nothing. Raises ValueError or TypeError for arguments that cannot be used.
    """

    def __init__(
        self,
        host: str,
        api_key: str,
        *,
        rack: str | None = None,
        session: str | None = None,
        retry: RetryConfig | None = None,
        timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT,
        username: str = "convox",
        verify: bool | str | SSLContext = True,
        proxy: str | None = None,
        http_client: BroughtClient | None = None,
        headers: Mapping[str, str] | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        from .._retries import Patience, RetryConfig  # a dataclass, which takes long to load

        settings = settle(host, api_key, rack=rack, session=session, username=username, headers=headers)
        check_verify(verify)
        check_proxy(proxy)
        patience = Patience(RetryConfig() if retry is None else retry)
        definition = patience.definition()
        base_url = settings.base_url
        own_headers = settings.headers
        secrets = (*settings.secrets, *proxy_secrets(proxy))
        origin = ""
        brought = is_brought(http_client)
        if brought:
            if verify is not True or proxy is not None:
                raise ValueError("http_client has its own certificates and proxies: leave verify and proxy out")
            if timeout == DEFAULT_TIMEOUT:
                timeout = None  # nobody asked for it: the HTTP client's own holds
            base_url = base_url_for(http_client, base_url)
            origin = origin_of(http_client)
            own_headers = (*headers_left_open(http_client, own_headers), *settings.extra)
            own_headers = tuple(dict(own_headers).items())
        auth = ConsoleAuth(
            settings,
            base_url,
            context=lambda: FlowContext(
                definition,
                patience,
                observer=Observer(f"{definition.logger}.transport", hooks),
                clock=time.monotonic,
                wall_clock=time.time,
                secrets=(settings.authorization, *secrets, *auth.secrets()),
                origin=origin,
            ),
            clock=time.monotonic,
            timeouts=None if brought and timeout is None else timeouts_of(timeout),
        )
        engine = SyncEngine(
            definition,
            base_url,
            open_driver=lambda: open_driver(http_client, verify=verify, proxy=proxy),
            policy=patience,
            timeout=timeout,
            credentials=(("Authorization", settings.authorization),),
            secrets=secrets,
            headers=own_headers,
            auth=auth,
            hooks=hooks,
            borrowed=brought,
            origin=origin,
        )
        self._host = settings.base_url
        self._rack = settings.rack
        self._calls = Calls(engine)

    @classmethod
    def from_env(
        cls,
        *,
        retry: RetryConfig | None = None,
        timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT,
        **connecting: Unpack[Connecting],
    ) -> ConvoxClient:
        """A client for the rack that the environment names.

        `CONVOX_HOST` and `CONVOX_PASSWORD` are needed; `CONVOX_RACK` names the rack behind a console, and is as good as
        absent when empty. Beyond that, as for the CLI: with neither of the former two, `RACK_URL` may hold
        `https://convox:PASSWORD@host` or `https://jwt:TOKEN@host`; and `CONVOX_ACTOR` is sent as X-Convox-Actor. The
        other keywords are those of the class.

        Raises ValueError naming the variable that is missing.
        """
        return cls._from_found(found_in_environment(), retry, timeout, connecting)

    @classmethod
    def from_cli_config(
        cls,
        rack: str | None = None,
        *,
        host: str | None = None,
        config_path: str | os.PathLike[str] | None = None,
        retry: RetryConfig | None = None,
        timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT,
        **connecting: Unpack[Connecting],
    ) -> ConvoxClient:
        """A client with the credentials that `convox login` stored.

        They are looked up under `host`; else `rack`; else `CONVOX_HOST`; else the only entry there is, or the CLI's
        default console. rack: also the rack to talk to. config_path: the `auth` file; by default
        `~/.config/convox/auth`, or `~/.convox/auth` if that does not exist, and where the CLI has been told to keep it:
        see `convox.auth`. The console's session is read from the file `session` beside it. `CONVOX_PASSWORD` and
        `CONVOX_RACK` do not count; `CONVOX_ACTOR` is sent as X-Convox-Actor. The other keywords are those of the class.

        Raises FileNotFoundError if there is no such file, ValueError if the host is not in it or nobody says which.
        """
        return cls._from_found(found_in_cli_config(rack, config_path, host), retry, timeout, connecting)

    @classmethod
    def _from_found(
        cls, found: Found, retry: RetryConfig | None, timeout: float | httpx.Timeout | None, connecting: Connecting
    ) -> ConvoxClient:
        options: dict[str, Any] = {"username": found.username, **connecting}
        options["headers"] = found.headers_with(connecting.get("headers"))
        return cls(
            found.host,
            found.api_key.reveal(),
            rack=found.rack,
            session=found.session,
            retry=retry,
            timeout=timeout,
            **options,
        )

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
        deadline: float | Unset | None = UNSET,
        headers: Mapping[str, str] | None = None,
        retry: RetryConfig | None = None,
        on_response: Callable[[httpx.Response], None] | None = None,
    ) -> ConvoxClient:
        """Another view of this client, over the same connections and session, with some options changed; this one stays
        as it is. Closing either closes both.

        timeout: seconds for each phase of an attempt; None for no limit. deadline: seconds for each whole call,
        retries and waits included; None for no limit. headers: sent with every request. retry: see `RetryConfig`.
        on_response: called with the `httpx.Response` of every call that succeeds, before it is decoded: the way to an
        answer's headers.

            app = client.with_options(deadline=5).apps.get("web")
        """
        twin = object.__new__(type(self))
        twin._host, twin._rack = self._host, self._rack
        twin._calls = self._calls.view(
            timeout=timeout, deadline=deadline, headers=headers, retry=retry, on_response=on_response
        )
        return twin

    @property
    def host(self) -> str:
        """The URL of the rack, or of the console."""
        return self._host

    @property
    def rack(self) -> str | None:
        """The rack behind the console; None where the host is the rack."""
        return self._rack

    @lazy
    def api(self) -> API:
        """Calls by path: the way to what has no method of its own."""
        return API(self._calls)

    @lazy
    def apps(self) -> Apps:
        """Apps: create, configure, watch, delete."""
        from .resources.apps import Apps

        return Apps(self._calls)

    @lazy
    def builds(self) -> Builds:
        """Builds of an app: make them, follow them, carry them to another rack."""
        from .resources.builds import Builds

        return Builds(self._calls)

    @lazy
    def releases(self) -> Releases:
        """Releases of an app: promote one, or roll back to one."""
        from .resources.releases import Releases

        return Releases(self._calls)

    @lazy
    def environment(self) -> Environment:
        """The environment variables of an app."""
        from .resources.environment import Environment

        return Environment(self._calls)

    @lazy
    def services(self) -> Services:
        """The services of an app: scale, restart, measure."""
        from .resources.services import Services

        return Services(self._calls)

    @lazy
    def processes(self) -> Processes:
        """The processes of an app: list, run, stop, look inside."""
        from .resources.processes import Processes

        return Processes(self._calls)

    @lazy
    def resources(self) -> Resources:
        """Databases and the like, of an app or of the rack."""
        from .resources.resources import Resources

        return Resources(self._calls)

    @lazy
    def instances(self) -> Instances:
        """The machines of the rack."""
        from .resources.instances import Instances

        return Instances(self._calls)

    @lazy
    def registries(self) -> Registries:
        """Image registries that the rack may pull from."""
        from .resources.registries import Registries

        return Registries(self._calls)

    @lazy
    def certificates(self) -> Certificates:
        """TLS certificates of the rack and its apps."""
        from .resources.certificates import Certificates

        return Certificates(self._calls)

    @lazy
    def system(self) -> SyncSystem:
        """The rack itself."""
        from .resources.system import SyncSystem

        return SyncSystem(self._calls)

    @lazy
    def balancers(self) -> Balancers:
        """The load balancers of an app."""
        from .resources.balancers import Balancers

        return Balancers(self._calls)

    @lazy
    def budget(self) -> Budget:
        """The budget of an app."""
        from .resources.budget import Budget

        return Budget(self._calls)

    @lazy
    def events(self) -> Events:
        """Events that the rack tells its listeners."""
        from .resources.events import Events

        return Events(self._calls)

    @lazy
    def files(self) -> Files:
        """Files inside a process."""
        from .resources.files import Files

        return Files(self._calls)

    @lazy
    def objects(self) -> Objects:
        """The object store of an app."""
        from .resources.objects import Objects

        return Objects(self._calls)

    @lazy
    def proxy(self) -> Proxy:
        """Servers in the rack's network."""
        from .resources.proxy import Proxy

        return Proxy(self._calls)

    def stream(self, method: str, path: str, **sending: Unpack[Sending]) -> httpx.Response:
        """Send a request and return the answer, whatever its status, with its body left to be read: with
        `iter_bytes()`, `iter_lines()` and the like, or `read()`. See `client.api` for the arguments.

        Whoever calls this closes the answer, with `close()` or as a context manager. Look at its `status_code` first:
        an error's body is read already, and raises nothing. What breaks while the body is read raises
        ConvoxConnectionError or ConvoxTimeoutError. Logs and shells are no streams but WebSockets: see
        `client.apps.logs` and its like.

            with client.stream("GET", "/apps/web/builds/BABC.tgz") as response:
                for chunk in response.iter_bytes():
                    file.write(chunk)
        """
        from trellis.core.transport.managed import managed

        return managed(self._calls.send(method, path, stream=True, raises=False, **sending))

    def check(self) -> None:
        """Ask whether the rack's API is up. Needs no credentials.

        GET /check
        """
        from .._generated.operations import health_check  # the table takes longer to load than all the rest

        self._calls.call(health_check)

    def check_credentials(self) -> None:
        """Ask whether the credentials are good: ConvoxAuthError if not.

        GET /auth
        """
        from .._generated.operations import auth_check

        self._calls.call(auth_check)

    def close(self) -> None:
        """Close the connections. Idempotent; an HTTP client that was passed in stays open."""
        self._calls.close()

    def __enter__(self) -> ConvoxClient:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        rack = "" if self._rack is None else f" {self._rack}"
        return f"<{type(self).__name__} {self._host}{rack}>"

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "credentials and connections")
