"""The platform's error answers: the envelope under `detail`, and the codes that go with each kind of failure.

Failures are raised with the codes of the oldest releases, which name the exception behind them; `modern` gives them
those that they have from 0.6.0 on.
"""

from __future__ import annotations

from typing import Any

from trellis.emulator.exchange import Answer


class PlatformError(Exception):
    """A failure that the platform answers with its error envelope."""

    def __init__(
        self, status: int, error: str, message: str, *, headers: dict[str, str] | None = None, **details: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.message = message
        self.details = details
        self.headers = headers or {}

    def answer(self) -> Answer:
        """The failure as it goes over the wire."""
        detail = {"error": self.error, "message": self.message, **self.details}
        return Answer.json({"detail": detail}, self.status, self.headers)


class RequestInvalid(Exception):
    """A request that fails validation: 422 with a list of problems instead of the envelope."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems

    def answer(self) -> Answer:
        """The failure as it goes over the wire."""
        return Answer.json({"detail": self.problems}, 422)


def unknown(what: str, name: str) -> PlatformError:
    """404. Up to 0.5 the code is the name of the exception that the lookup raised."""
    return PlatformError(404, "KeyError", f"Unknown {what}: {name}")


def bad_input(message: str) -> PlatformError:
    """400 for input that is well-formed and still wrong; up to 0.5 with the exception's name as the code."""
    return PlatformError(400, "ValueError", message)


def file_missing(path: str) -> PlatformError:
    """400 for a `spec_path` that is not there."""
    return PlatformError(400, "FileNotFoundError", f"No spec file at {path!r}")


def spec_invalid(diagnostics: list[dict[str, Any]]) -> PlatformError:
    """400 for an invalid spec where it has to be compiled."""
    errors = sum(1 for diagnostic in diagnostics if diagnostic["severity"] == "error")
    return PlatformError(400, "spec_invalid", f"The spec has {errors} error(s)", diagnostics=diagnostics)


def path_confined(path: str) -> PlatformError:
    """422 for a `spec_path` that leads out of the platform's directory, from 1.0.0 on."""
    return PlatformError(422, "spec_path_confined", f"{path!r} is outside the directory of spec files")


def resource_locked(resource: str, doing: str) -> PlatformError:
    """409 for what is being worked on already."""
    return PlatformError(409, "resource_locked", f"{resource} is being {doing} already", resource=resource)


def policy_blocked(environment: str, findings: list[dict[str, Any]]) -> PlatformError:
    """403 for a spec that the policy of its environment stops, from 0.9.0 on."""
    message = f"The policy of environment {environment!r} blocks this spec"
    return PlatformError(403, "environment_policy_blocked", message, diagnostics=findings)


def crashed(failure: Exception) -> PlatformError:
    """500. Up to 0.5 it names the exception class and carries the raw message."""
    return PlatformError(500, type(failure).__name__, str(failure))


def modern(failure: PlatformError) -> PlatformError:
    """The same failure with the code that it has from 0.6.0 on; of a crash nothing is told any more."""
    if failure.status == 500:
        return PlatformError(500, "internal_error", "Internal server error")
    failure.error = _CODES.get(failure.error, failure.error)
    return failure


_CODES = {"KeyError": "not_found", "ValueError": "invalid_request", "FileNotFoundError": "invalid_request"}
