"""The credentials file that `knoxcall login` writes: one profile read, and the rotation of its single-use token."""

from __future__ import annotations

import json
import os
import stat
import time
import warnings
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from trellis.core.auth.grants import RefreshGrant
from trellis.core.auth.tokens import BEARER, Token
from trellis.core.effects import Blocking
from trellis.core.runtime.codec import load_datetime
from trellis.core.secrets import Secret
from trellis.core.settings import check_url

from ..errors import AuthenticationError, KnoxCallError, KnoxCallSecurityWarning
from .file_lock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trellis.core.auth.oauth import TokenEndpoint
    from trellis.core.effects import Flow

__all__ = ["StoredProfile", "StoredSource", "credentials_path", "profile_name", "read_profile", "save_tokens"]

FRESH_SECONDS = 60.0
"""A stored token is used as it is while more than this is left of it."""
REFRESH_SECONDS = 30.0
"""The longest that a renewal may take. Half of what makes a lock stale: nobody may show the token a second time."""


def credentials_path(path: str | Path | None, environ: Mapping[str, str]) -> Path:
    """Where the file is: the argument, KNOXCALL_CREDENTIALS_FILE, or `~/.knoxcall/credentials.json`."""
    named = path or environ.get("KNOXCALL_CREDENTIALS_FILE")
    return Path(named).expanduser() if named else Path("~/.knoxcall/credentials.json").expanduser()


def profile_name(profile: str | None, environ: Mapping[str, str]) -> str:
    """Which profile: the argument, KNOXCALL_PROFILE, or "default"."""
    return profile or environ.get("KNOXCALL_PROFILE") or "default"


class StoredProfile(NamedTuple):
    """One login. expires_at: of the access token, seconds since the epoch. Its repr shows no token."""

    tenant: str | None
    base_url: str | None
    client_id: str | None
    refresh_token: Secret | None
    access_token: Secret | None
    expires_at: float | None
    scope: tuple[str, ...]


def read_profile(path: Path, profile: str) -> StoredProfile | None:
    """Read one profile; None if the file is missing or malformed, or has no such profile. Blocks.

    Warns with KnoxCallSecurityWarning if others than the file's owner may read or write it.
    """
    document = _read_document(path, check_mode=True)
    members = _profile_of(document, profile)
    if members is None:
        return None
    base_url = _text(members, "base_url")
    if base_url is not None:
        try:
            base_url = check_url(base_url)
        except ValueError:
            return None
    refresh, access = _text(members, "refresh_token"), _text(members, "access_token")
    return StoredProfile(
        _text(members, "tenant"),
        base_url,
        _text(members, "client_id"),
        None if refresh is None else Secret(refresh),
        None if access is None else Secret(access),
        _moment(_text(members, "access_token_expires_at")),
        tuple((_text(members, "scope") or "").split()),
    )


def _read_document(path: Path, *, check_mode: bool) -> dict[str, Any] | None:
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read()
        document = json.loads(content)
    except (OSError, ValueError, RecursionError):  # ValueError: no JSON, no Unicode, or a path with a null character
        return None
    if check_mode and os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH):
        warnings.warn(
            f"{path} holds credentials and may be used by others than its owner: chmod 600 {path}",
            KnoxCallSecurityWarning,
            stacklevel=2,
        )
    return document if isinstance(document, dict) and document.get("version", 1) == 1 else None


def _profile_of(document: dict[str, Any] | None, profile: str) -> dict[str, Any] | None:
    profiles = None if document is None else document.get("profiles")
    members = profiles.get(profile) if isinstance(profiles, dict) else None
    return members if isinstance(members, dict) else None


def _text(members: dict[str, Any], name: str) -> str | None:
    value = members.get(name)
    return value if isinstance(value, str) and value else None


def _moment(text: str | None) -> float | None:
    if text is None:
        return None
    from datetime import timezone

    try:
        moment = load_datetime(text)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, TypeError, OverflowError, AttributeError):
        return None


def save_tokens(path: Path, profile: str, token: Token) -> None:
    """Put a renewed token into its profile, in one step that no reader sees half of. Blocks; OSError if it fails.

    Whatever else is in the file stays. The lock has to be held.
    """
    document = _read_document(path, check_mode=False) or {"version": 1}
    profiles = document.get("profiles")
    if not isinstance(profiles, dict):
        profiles = document["profiles"] = {}
    members = profiles.get(profile)
    if not isinstance(members, dict):
        members = profiles[profile] = {}
    if token.token_type == BEARER:
        members["access_token"] = token.access_token.reveal()
        members["access_token_expires_at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(token.expires_at))
    else:  # bound to a key that only this process has: of no use to another
        members.pop("access_token", None)
        members.pop("access_token_expires_at", None)
    if token.refresh_token is not None:
        members["refresh_token"] = token.refresh_token.reveal()
    if token.scope:
        members["scope"] = " ".join(token.scope)
    _replace(Path(os.path.realpath(path)), f"{json.dumps(document, indent=2)}\n".encode())


def _replace(path: Path, content: bytes) -> None:
    import tempfile

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    if os.name == "posix":
        with suppress(OSError):  # some file systems cannot; the content itself is safe by now
            directory = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)


class StoredSource:
    """Tokens of a stored login, as the core's `TokenSource`: the file's while it is fresh, renewed under its lock.

    endpoint: makes the token endpoint for a profile, whose base URL may decide where it is. cache_key: see
    `TokenSource`.
    """

    def __init__(
        self,
        path: Path,
        profile: str,
        *,
        endpoint: Callable[[StoredProfile], TokenEndpoint],
        cache_key: Callable[[str | None], str],
    ) -> None:
        self._path = path
        self._profile = profile
        self._endpoint = endpoint
        self._cache_key = cache_key
        self._secrets: tuple[Secret, ...] = ()
        self._unsaved: tuple[str, Secret] | None = None

    def __repr__(self) -> str:
        return f"<StoredSource {self._path} {self._profile}>"

    @property
    def static(self) -> Token | None:
        """None: it is renewed."""
        return None

    def cache_key(self, thumbprint: str | None) -> str:
        """As given."""
        return self._cache_key(thumbprint)

    def secrets(self) -> tuple[Secret, ...]:
        """The tokens of the profile as read last."""
        return self._secrets

    def mint(self, deadline: float | None, refused: Token | None) -> Flow[Token]:
        """The file's token if it is fresh and not the refused one, otherwise a renewed one."""
        token = _fresh((yield from self._read()), refused)
        if token is not None:
            return token
        lock = FileLock(self._path)
        try:
            yield from lock.acquire(deadline)
            profile = yield from self._read()
            token = _fresh(profile, refused)  # another process may have renewed it while we waited
            if token is None:
                token = yield from self._renew(profile, deadline)
            return token
        finally:
            lock.release()  # not an effect: whoever is cancelled cannot ask for one any more

    def _read(self) -> Flow[StoredProfile]:
        profile: StoredProfile | None = yield Blocking(partial(read_profile, self._path, self._profile))
        if profile is None:
            raise self._login_needed("holds no such login any more")
        self._secrets = tuple(secret for secret in (profile.access_token, profile.refresh_token) if secret is not None)
        return profile

    def _renew(self, profile: StoredProfile, deadline: float | None) -> Flow[Token]:
        refresh = profile.refresh_token
        if refresh is not None and self._unsaved is not None and self._unsaved[0] == refresh.reveal():
            refresh = self._unsaved[1]  # the file could not be written last time
        if refresh is None or profile.client_id is None:
            raise self._login_needed("has no refresh token for its login")
        limit = time.monotonic() + REFRESH_SECONDS
        grant = RefreshGrant(refresh, client_id=profile.client_id)
        spent = False
        try:
            token = yield from self._endpoint(profile).request(
                grant, limit if deadline is None else min(limit, deadline)
            )
        except KnoxCallError as error:
            if error.code != "invalid_grant":
                raise
            spent = True
        if spent:
            raise self._login_needed("has a login that was ended or has expired", status=400)
        yield from self._save(profile, token)
        return token

    def _save(self, profile: StoredProfile, token: Token) -> Flow[None]:
        saved = False
        problem = ""
        try:
            yield Blocking(partial(save_tokens, self._path, self._profile, token))
            saved = True
        except OSError as error:
            problem = error.strerror or type(error).__name__
        except GeneratorExit:  # cancelled: the old refresh token is spent, so the new one must not be lost with us
            with suppress(OSError):
                save_tokens(self._path, self._profile, token)
            raise
        if saved or token.refresh_token is None or profile.refresh_token is None:
            return
        self._unsaved = (profile.refresh_token.reveal(), token.refresh_token)
        import logging

        logging.getLogger("knoxcall").warning(
            "%s cannot be written (%s): the renewed login lives in this process only", self._path, problem
        )

    def _login_needed(self, reason: str, *, status: int | None = None) -> AuthenticationError:
        option = "" if self._profile == "default" else f" --profile {self._profile}"
        return AuthenticationError(
            f"{self._path} {reason} (profile {self._profile!r}): run `knoxcall login{option}`",
            status=status,
            code=None if status is None else "invalid_grant",
        )


def _fresh(profile: StoredProfile, refused: Token | None) -> Token | None:
    if profile.access_token is None or profile.expires_at is None:
        return None
    left = profile.expires_at - time.time()
    if left <= FRESH_SECONDS:
        return None
    try:
        # Its lifetime is not stored. What is left of it serves: renewal then begins at half of that at the latest.
        token = Token(profile.access_token, profile.expires_at, lifetime=left, scope=profile.scope)
    except ValueError:  # no token that a header could carry
        return None
    return None if refused is not None and refused.same_as(token) else token
