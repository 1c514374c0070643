"""The rows of an operation table: plain data that loads without an HTTP library and without a single model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NO_DEFAULT", "Body", "Encoding", "Idempotency", "Operation", "Pagination", "Param", "Reply", "Where"]

T_co = TypeVar("T_co", covariant=True)

Where = Literal["path", "query", "header", "cookie", "form"]
Encoding = Literal["", "comma", "map", "go-time", "go-duration", "base64", "json", "utf-8"]
Idempotency = Literal["safe", "honoured", "ignored"]
"""What the server does about a repeated call.

safe: repeating has no further effect (GET, PUT, and POSTs the service documents as free of effects);
honoured: the server replays its first answer for the idempotency key we send;
ignored: neither, so the call is sent again only if it surely never ran.
"""

NO_DEFAULT: Final = ...
"""`Param.default` of a parameter for which the spec names no default."""


class Param:
    """One parameter of an operation, in the order of the spec.

    kind: "string", "integer", "number", "boolean", "datetime", "date", "uuid", "enum", "object", "any",
    or "array:" and the kind of the items. The limits are the spec's own; None where it sets none.
    where: "form" is a field of an `application/x-www-form-urlencoded` body.
    encoding: how a value becomes the one text that goes out, where the spec says it by `x-encoding`: "comma" (a list),
    "map" (a mapping, itself url-encoded; with style "deepObject" a form also has a field for each entry), "go-time" and
    "go-duration" (as the Go server reads them), "base64" (bytes), "json", "utf-8" (text beyond ASCII in a header). ""
    follows kind and style.
    """

    __slots__ = (
        "arg", "default", "deprecated", "encoding", "enum", "explode", "kind", "max_length", "maximum",
        "min_length", "minimum", "name", "nullable", "required", "style", "where",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        arg: str,
        where: Where,
        kind: str,
        *,
        required: bool = False,
        nullable: bool = False,
        style: str = "form",
        explode: bool = True,
        default: Any = NO_DEFAULT,
        enum: tuple[str, ...] | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        deprecated: bool = False,
        encoding: Encoding = "",
    ) -> None:
        self.name = name
        self.arg = arg
        self.where = where
        self.kind = kind
        self.required = required
        self.nullable = nullable
        self.style = style
        self.explode = explode
        self.default = default
        self.enum = enum
        self.minimum = minimum
        self.maximum = maximum
        self.min_length = min_length
        self.max_length = max_length
        self.deprecated = deprecated
        self.encoding = encoding

    def __repr__(self) -> str:
        return f"Param({self.name!r}, {self.where!r}, {self.kind!r})"


class Body:
    """One way to send a request body: its media type, how it is encoded, the model's name ("" where it has none)."""

    __slots__ = ("encoding", "media", "required", "type")

    def __init__(
        self,
        media: str,
        encoding: Literal["json", "form", "multipart", "raw"],
        type: str = "",
        *,
        required: bool = False,
    ) -> None:
        self.media = media
        self.encoding = encoding
        self.type = type
        self.required = required

    def __repr__(self) -> str:
        return f"Body({self.media!r}, {self.encoding!r}, {self.type!r})"


class Reply:
    """One declared answer.

    status: a code ("200"), a range ("4XX") or "default".
    type: what the body decodes to, out of its envelope where the operation has `x-unwrap`, as a type expression over
    model names: "RunStatusResponse", "list[App]", "dict[str, App]", "Any" for open JSON, "str" for text, "bytes", or
    "None" for an answer without a body.
    """

    __slots__ = ("media", "status", "type")

    def __init__(self, status: str, type: str, media: tuple[str, ...] = ()) -> None:
        self.status = status
        self.type = type
        self.media = media

    def __repr__(self) -> str:
        return f"Reply({self.status!r}, {self.type!r})"


class Pagination:
    """How a list operation pages, from `x-pagination`.

    kind: "offset" (limit and offset), "page" (page and per_page, from 1), "cursor", or "limit" (one page, and no way
    to a second).
    items: the answer's member that holds the items ("" for a bare list).
    window: the largest offset the server accepts, or None. other: further members of the extension: where in the
    answer the number of pages stands ("pages"), or the next cursor ("next"), as dotted names.
    """

    __slots__ = ("items", "kind", "other", "window")

    def __init__(
        self, kind: str, items: str, *, window: int | None = None, other: Mapping[str, Any] | None = None
    ) -> None:
        self.kind = kind
        self.items = items
        self.window = window
        self.other = other or {}

    def __repr__(self) -> str:
        return f"Pagination({self.kind!r}, {self.items!r})"


class Operation(Generic[T_co]):
    """One (method, path) of the pinned spec; `T_co` is what a successful answer decodes to.

    `label` is what errors call it: "GET /v1/runs/{run_id}/trace". `segments` are the literal pieces of the path around
    its parameters, here ("/v1/runs/", "/trace"), and `path_params` fill the gaps in order. `header_params` are those of
    headers and cookies, which travel in one. `ext` holds the other `x-`
    members: `x-unwrap` names the member of a successful answer that is the result ("none": nothing of it is), `x-fold`
    the members beside that one which are to be put into it.
    """

    __slots__ = (
        "bodies", "deprecated", "errors", "ext", "form_params", "header_params", "id", "idempotency", "label",
        "method", "pagination", "params", "path", "path_params", "query_params", "replies", "security", "segments",
        "stream", "tags",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        method: str,
        path: str,
        segments: tuple[str, ...],
        *,
        params: tuple[Param, ...] = (),
        bodies: tuple[Body, ...] = (),
        replies: tuple[Reply, ...] = (),
        errors: tuple[Reply, ...] = (),
        idempotency: Idempotency = "ignored",
        pagination: Pagination | None = None,
        stream: bool = False,
        deprecated: bool = False,
        tags: tuple[str, ...] = (),
        security: tuple[str, ...] = (),
        ext: Mapping[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.method = method
        self.path = path
        self.label = f"{method} {path}"
        self.segments = segments
        self.params = params
        self.path_params = tuple(p for p in params if p.where == "path")
        self.query_params = tuple(p for p in params if p.where == "query")
        self.header_params = tuple(p for p in params if p.where in ("header", "cookie"))
        self.form_params = tuple(p for p in params if p.where == "form")
        self.bodies = bodies
        self.replies = replies
        self.errors = errors
        self.idempotency: Idempotency = idempotency
        self.pagination = pagination
        self.stream = stream
        self.deprecated = deprecated
        self.tags = tags
        self.security = security
        self.ext = ext or {}

    @property
    def called(self) -> str:
        """What a caller knows it as: "routes.get" where the spec names operations after methods, else its label."""
        named = (tag for tag in self.tags if self.id.startswith(f"{tag}_"))
        return next((f"{tag}.{self.id[len(tag) + 1 :]}" for tag in named), self.label)

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path}>"
