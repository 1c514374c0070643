"""From any OpenAPI document to one that can be generated from, and in words what was done to get there.

What `spec_lint` refuses in a pin, because a person should decide it, is decided here where that is safe: names are made
where there are none, constraints that no Python type can carry are left to the server, and what only prose could say
is dropped. Everything done is told. What is left over, the lint refuses.
"""

from __future__ import annotations

import collections
import copy
import keyword
import re
from typing import TYPE_CHECKING, Any

from service_schemas import SchemaRewriting
from spec_draft import to_3_1
from spec_lint import OPERATION_ID, STATUS, STYLES, TAKEN_IDS
from spec_prepare import FORM_MEDIA, JSON_MEDIA, METHODS, media_type, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Normalisation", "base_url_of"]

Node = dict[str, Any]
# Extensions that the generator gives a meaning to; in a document that nobody wrote for it they mean something else.
OURS = frozenset({
    "x-any-method", "x-argument", "x-encoding", "x-enum-varnames", "x-fold", "x-form-fields", "x-idempotency",
    "x-known-values", "x-mapping", "x-open-enum", "x-pagination", "x-sdk", "x-stream", "x-transport", "x-unwrap",
})  # fmt: skip
IGNORED_HEADERS = ("accept", "content-type", "authorization")
SCALARS = ("string", "integer")
BODILESS = ("get", "head", "trace")


def snake(text: str) -> str:
    """A text in lower snake case, of ASCII letters and digits only; "" if there are none in it."""
    apart = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", text))
    return re.sub(r"[^a-z0-9]+", "_", apart.lower()).strip("_")


def base_url_of(document: Node) -> str:
    """The first server's URL with its variables' defaults, "" if none is absolute."""
    for server in document.get("servers") or []:
        url = str(server.get("url", "")) if isinstance(server, dict) else ""
        for name, variable in (server.get("variables") or {}).items() if isinstance(server, dict) else ():
            url = url.replace("{" + str(name) + "}", str(variable.get("default", "")))
        if re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d+)?(/[A-Za-z0-9._~/\-]*)?", url):
            return url.rstrip("/")
    return ""


class Normalisation:
    """One document on its way to being a pin. `run` gives it; `notes` then says what was done, most general first."""

    def __init__(self, document: Node) -> None:
        self.document = to_3_1(document)
        self.was = str(document.get("openapi", ""))
        self.done: collections.Counter[str] = collections.Counter()

    @property
    def notes(self) -> list[str]:
        """What was done, each with how often."""
        return [f"{text} ({count} times)" if count > 1 else text for text, count in self.done.items()]

    def run(self) -> Node:
        """The document as it can be pinned. Raises ValueError for one of a version that is not known here."""
        version = str(self.document.get("openapi", ""))
        if not re.fullmatch(r"3\.1\.\d+", version):
            told = version or self.document.get("swagger") or "no version"
            raise ValueError(f"this is no OpenAPI 3.0 or 3.1 document (it says {told!r})")
        if self.was != version:
            self.done[f"written as OpenAPI {version}"] += 1
        self.root()
        self.path_items()
        SchemaRewriting(self.document, self.done).run()
        for path, method, operation, item in list(self.operations()):
            self.operation(path, method, operation, item)
        self.names()
        SchemaRewriting(self.document, self.done).open_answers()
        return self.document

    def operations(self) -> Iterator[tuple[str, str, Node, Node]]:
        """Every operation; path items are no references any more."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield path, method, item[method], item

    # -- the document ---------------------------------------------------------------------------------------------

    def root(self) -> None:
        """Version, webhooks, extensions, security."""
        document = self.document
        document.setdefault("paths", {})
        info = document.setdefault("info", {})
        version = "".join(char for char in str(info.get("version", "")) if char.isprintable()).strip()
        if version != info.get("version"):
            self.done["a version of the document that can be printed"] += 1
        info["version"] = version or "0"
        self.drop(document, "webhooks", "webhooks left out: a client receives none")
        for node in list(_objects(document)):
            for key in OURS & node.keys():
                del node[key]
                self.done[f"the extension {key} left out: it means something else here"] += 1
        self.security(document)

    def drop(self, node: Node, key: str, note: str) -> None:
        """Take a member out, and say so."""
        if key in node:
            del node[key]
            self.done[note] += 1

    def security(self, holder: Node) -> None:
        """Schemes one by one, and only those that are declared."""
        if "security" not in holder:
            return
        known = self.document.get("components", {}).get("securitySchemes") or {}
        made: list[Node] = []
        for alternative in holder["security"] or []:
            names = [name for name in alternative if name in known]
            if len(alternative) > 1:
                self.done["security schemes that go together listed apart: a client sends all it was given"] += 1
            if len(names) < len(alternative):
                self.done["security schemes left out that are not declared"] += 1
            made += [{name: alternative[name]} for name in names if {name: alternative[name]} not in made]
        holder["security"] = made

    def path_items(self) -> None:
        """References followed, servers and unknown members dropped, paths written as paths."""
        made: Node = {}
        for path, item in self.document["paths"].items():
            if path.startswith("x-") or not isinstance(item, dict):
                continue
            if "$ref" in item:
                own = {key: value for key, value in item.items() if key != "$ref"}
                item = {**copy.deepcopy(resolve(self.document, item)), **own}
                self.done["a path item that was a reference written out"] += 1
            for key in [key for key in item if key != key.lower() and key.lower() in METHODS]:
                item[key.lower()] = item.pop(key)
                self.done["a method written in lower case"] += 1
            for key in [key for key in item if key not in (*METHODS, "parameters", "summary", "description")]:
                del item[key]
                if key[:2] != "x-":
                    self.done[f"{key!r} of a path left out"] += 1
            plain = self.plain_path(path, item)
            if plain in made:
                raise ValueError(f"two paths are both {plain!r} once they are written as paths")
            made[plain] = item
        self.document["paths"] = made

    def plain_path(self, path: str, item: Node) -> str:
        """A path without fragment and final query, with a slash before it, each of its placeholders named once."""
        plain = "/" + path.partition("#")[0].partition("?")[0].lstrip("/")
        if plain != path:
            self.done["a path written without query and fragment, or with its slash"] += 1
        names = re.findall(r"{([^{}]*)}", plain)
        for name in {one for one in names if names.count(one) > 1}:
            head, mark, tail = plain.rpartition("{" + name + "}")
            plain = f"{head}{{{name}_2}}{tail}" if mark else plain
            holders = [item, *(item[method] for method in METHODS if method in item)]
            for holder in holders:
                twice = [one for one in holder.get("parameters", []) if resolve(self.document, one).get("name") == name]
                found = [{**copy.deepcopy(resolve(self.document, one)), "name": f"{name}_2"} for one in twice]
                holder.setdefault("parameters", []).extend(one for one in found if one.get("in") == "path")
            self.done["a placeholder that stands twice in a path given a second name"] += 1
        return plain

    # -- one operation --------------------------------------------------------------------------------------------

    def operation(self, path: str, method: str, operation: Node, item: Node) -> None:
        """Everything of an operation but its name."""
        self.drop(operation, "callbacks", "callbacks left out: a client receives none")
        self.drop(operation, "servers", "an operation's own servers left out: a client has one address")
        self.security(operation)
        operation["tags"] = [str(tag) for tag in operation.get("tags") or []][:1] or [_first_step(path)]
        if method in ("post", "patch"):
            operation["x-idempotency"] = "ignored"
        self.parameters(path, operation, item)
        self.body(method, operation)
        self.answers(method, operation)

    def parameters(self, path: str, operation: Node, item: Node) -> None:
        """Parameters in places, styles and kinds that the table knows; all those of the path, and none beside them."""
        found: dict[tuple[str, str], Node] = {}
        for one in [*operation.get("parameters", []), *item.get("parameters", [])]:
            param = copy.deepcopy(resolve(self.document, one))
            found.setdefault((str(param.get("name")), str(param.get("in"))), param)
        in_path = re.findall(r"{([^{}]*)}", path)
        made = []
        for (name, where), param in found.items():
            if where not in STYLES or not name.isprintable():
                self.done[f"a parameter in {where!r} left out: there is no such place"] += 1
            elif where == "header" and name.lower() in IGNORED_HEADERS:
                self.done[f"the header parameter {name} left out, as OpenAPI has it"] += 1
            elif where == "path" and name not in in_path:
                self.done["a path parameter that is not in the path left out"] += 1
            else:
                made.append(self.parameter(param, where))
        declared = {param["name"] for param in made if param["in"] == "path"}
        for name in in_path:
            if name not in declared:
                made.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
                self.done["a placeholder of a path declared as a parameter"] += 1
        operation["parameters"] = made
        if operation is next((item[method] for method in reversed(METHODS) if method in item), None):
            item.pop("parameters", None)  # every operation has its own copy now

    def parameter(self, param: Node, where: str) -> Node:
        """One parameter."""
        if where == "path" and param.get("required") is not True:
            param["required"] = True
            self.done["a path parameter made required"] += 1
        if param.get("style") is not None and param["style"] not in STYLES[where]:
            self.drop(param, "style", f"a style of a parameter in {where} left out that no client of ours writes")
            param.pop("explode", None)
        self.drop(param, "allowReserved", "allowReserved left out: values are percent-encoded whole")
        param.pop("example", None)
        param.pop("examples", None)
        content = param.get("content")
        if content and (len(content) != 1 or media_type(next(iter(content))) != "application/json"):
            del param["content"]
            param["schema"] = {"type": "string"}
            self.done["a parameter with content other than JSON taken as text"] += 1
        elif not content and not isinstance(param.get("schema"), dict):
            kind = {key: param.pop(key) for key in ("type", "items", "enum", "format") if key in param}
            param["schema"] = kind or {"type": "string"}
            self.done["a parameter without a schema given one"] += 1
        if "schema" in param:
            param["schema"] = self.not_null(param["schema"])
            plain = resolve(self.document, param["schema"])
            kinds = plain.get("type")
            simple = kinds in ("string", "integer", "number", "boolean")
            if where == "path" and kinds not in SCALARS:
                param["schema"] = {"type": "string"}
                self.done["a path parameter that is neither text nor a whole number taken as text"] += 1
            elif where in ("header", "cookie") and not simple and (kinds != "array" or where == "cookie"):
                param["schema"] = {"type": "string"}
                self.done[f"a {where} parameter that is no plain value taken as text"] += 1
        return param

    def not_null(self, schema: Node) -> Node:
        """The schema of a parameter without null, which neither a query nor a header can carry."""
        made = dict(schema)
        for key in ("anyOf", "oneOf"):
            rest = [one for one in made.get(key, []) if one.get("type") != "null"]
            if len(rest) < len(made.get(key, [])):
                self.done["null taken from a parameter: it cannot be sent"] += 1
                made[key] = rest
            if len(rest) == 1:
                del made[key]
                made = {**rest[0], **made} if "$ref" not in rest[0] else dict(rest[0])
        if isinstance(made.get("type"), list) and "null" in made["type"]:
            kinds = [kind for kind in made["type"] if kind != "null"]
            made["type"] = kinds[0] if len(kinds) == 1 else kinds
            if "enum" in made:
                made["enum"] = [value for value in made["enum"] if value is not None]
            self.done["null taken from a parameter: it cannot be sent"] += 1
        return made

    def body(self, method: str, operation: Node) -> None:
        """A request body in media types as the table writes them, the one that is sent first."""
        request = resolve(self.document, operation.get("requestBody", {}))
        if not request:
            operation.pop("requestBody", None)
            return
        if method in BODILESS:
            self.drop(operation, "requestBody", f"the body of a {method.upper()} left out: it has no meaning there")
            return
        request = copy.deepcopy(request)
        content = self.media(request.get("content") or {})
        if not content:
            self.drop(operation, "requestBody", "a body without content left out")
            return
        # Of several ways to send a body, a client takes the first: the one that says most.
        order = sorted(content, key=_rank)
        if len(order) > 1:
            self.done["one of several media types chosen for a body: JSON before forms before bytes"] += 1
        kept = order[0]
        holder = content[kept]
        if _rank(kept) < 3 and "schema" not in holder:
            holder["schema"] = {}
        if _rank(kept) == 3:
            holder["schema"] = {"type": "string", "format": "binary"}
        holder.pop("encoding", None)
        operation["requestBody"] = {
            **{key: value for key, value in request.items() if key != "content"},
            "content": {kept: {key: value for key, value in holder.items() if key not in ("example", "examples")}},
        }

    def media(self, content: Node) -> Node:
        """Media types in lower case, without parameters; a wildcard as what its schema says."""
        made: Node = {}
        for name, holder in content.items():
            plain = media_type(name)
            if "*" in plain or "/" not in plain:
                kind = resolve(self.document, (holder or {}).get("schema", {})).get("type")
                plain = "application/json" if kind in ("object", "array") else "application/octet-stream"
                self.done["a wildcard among media types taken as JSON, or as bytes"] += 1
            elif plain != name:
                self.done["a media type written in lower case, without parameters"] += 1
            made.setdefault(plain, copy.deepcopy(holder) or {})
        return made

    def answers(self, method: str, operation: Node) -> None:
        """Declared answers: statuses as the table writes them, one success at least, one media type each."""
        made: Node = {}
        for status, response in (operation.get("responses") or {}).items():
            plain = status.upper() if status != "default" else status
            if not STATUS.fullmatch(plain):
                self.done[f"the answer {status!r} left out: that is no status"] += 1
                continue
            if plain != status:
                self.done["a range of statuses written in capitals"] += 1
            answer = copy.deepcopy(resolve(self.document, response))
            answer.setdefault("description", "")
            answer.pop("links", None)
            made[plain] = answer
        if not any(status[0] in "123" for status in made):
            good = made.pop("default", {"description": ""}) if set(made) == {"default"} else {"description": ""}
            made = {"200": good, **made}
            self.done["a success declared where there was none"] += 1
        kind = ""
        for status, answer in made.items():
            content = self.media(answer.pop("content", None) or {})
            good = status[0] in "123"
            if content and (status in ("204", "205", "304") or status[0] == "1" or method == "head"):
                content = {}
                self.done["content left out of an answer that can have none"] += 1
            content = self.one_media(content)
            for name, holder in content.items():
                if good and kind and _kind(name) != kind:
                    content = {}
                    self.done["of two successes of different kinds, the second left without its content"] += 1
                    break
                kind = kind or (_kind(name) if good else "")
                holder.pop("examples", None)
                holder.pop("example", None)
                if "schema" not in holder:
                    holder["schema"] = {} if JSON_MEDIA.fullmatch(name) else {"type": "string"}
                if _kind(name) == "bytes":
                    holder["schema"] = {"type": "string", "format": "binary"}
                elif _kind(name) == "text":
                    holder["schema"] = {"type": "string"}
            if content:
                answer["content"] = content
        operation["responses"] = made

    def one_media(self, content: Node) -> Node:
        """The one media type that is read: JSON before text before bytes."""
        if len(content) < 2:
            return content
        self.done["one of several media types chosen for an answer: JSON before text before bytes"] += 1
        best = min(content, key=lambda name: ("json", "stream", "text", "bytes").index(_kind(name)))
        return {best: content[best]}

    # -- names ----------------------------------------------------------------------------------------------------

    def names(self) -> None:
        """operationIds that can be names of rows, each of them once."""
        taken: set[str] = set()
        for path, method, operation, _ in self.operations():
            given = operation.get("operationId")
            name = snake(_own_part(given, path, method)) if isinstance(given, str) else ""
            if not name:
                name = snake(f"{method} {re.sub(r'[{}]', ' ', path)}")
                self.done["an operation named after its method and path"] += 1
            elif name != given:
                self.done["an operationId written in snake case"] += 1
            if not OPERATION_ID.fullmatch(name) or keyword.iskeyword(name) or name in TAKEN_IDS:
                name = f"call_{name}"
                self.done["an operationId that is no name in Python given a prefix"] += 1
            first, count = name, 2
            while name in taken:
                name, count = f"{first}_{count}", count + 1
                if count == 3:
                    self.done["an operationId that was taken given a number"] += 1
            taken.add(name)
            operation["operationId"] = name


def _own_part(name: str, path: str, method: str) -> str:
    """An operationId without the path and the method that a framework has put behind it."""
    tail = re.sub(r"\W", "_", path) + f"_{method}"
    return name[: -len(tail)] if name.endswith(tail) and name != tail else name


def _first_step(path: str) -> str:
    return next((step for step in path.split("/") if step and "{" not in step), "api")


def _rank(media: str) -> int:
    if JSON_MEDIA.fullmatch(media):
        return 0
    return {"multipart/form-data": 1, FORM_MEDIA: 2}.get(media, 3)


def _kind(media: str) -> str:
    if JSON_MEDIA.fullmatch(media):
        return "json"
    if media in ("text/event-stream", "application/x-ndjson"):
        return "stream"
    return "text" if media.startswith("text/") else "bytes"


def _objects(node: Any) -> Iterator[Node]:
    """Every object that is no payload."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(
                value
                for key, value in part.items()
                if key not in ("example", "examples", "default", "enum", "const") and not key.startswith("x-")
            )
        elif isinstance(part, list):
            waiting.extend(part)
