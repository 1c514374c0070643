"""From an operation table to the methods of a client: names, signatures and docstrings, as data for the templates."""

from __future__ import annotations

import collections
import dataclasses
import keyword
import re
import textwrap
from typing import TYPE_CHECKING, Any

from service_spec import snake
from spec_prepare import operations, parameters, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Argument", "Credential", "Method", "Resource", "Service", "plan"]

Node = dict[str, Any]
KINDS = {
    "string": "str", "integer": "int", "number": "float", "boolean": "bool", "datetime": "datetime.datetime | str",
    "date": "datetime.date | str", "uuid": "UUID | str", "enum": "str", "object": "dict[str, Any]", "binary": "str",
}  # fmt: skip
BUILTINS = ("list", "dict", "str", "int", "float", "bool", "bytes")
# Names that a client or a resource has for something else, in its asynchronous or its synchronous form.
TAKEN = frozenset({"request", "with_options", "close", "aclose", "self"})
LITERALS = 12
LONGEST = 600
WIDTH = 112


@dataclasses.dataclass(frozen=True)
class Argument:
    """One argument of a method."""

    name: str
    type: str
    required: bool = True


@dataclasses.dataclass(frozen=True)
class Method:
    """One method. sent: pairs of the table's name of an argument and the method's. body: the argument that is it."""

    name: str
    operation: str
    positional: tuple[Argument, ...]
    named: tuple[Argument, ...]
    sent: tuple[tuple[str, str], ...]
    body: str
    result: str
    doc: str
    stream: bool


@dataclasses.dataclass(frozen=True)
class Resource:
    """A group of methods: the class's name without Async, its module, the client's attribute, the models it names."""

    name: str
    module: str
    attribute: str
    about: str
    methods: tuple[Method, ...]
    models: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Credential:
    """One argument of the client that is a credential. kind: bearer, basic or header."""

    argument: str
    kind: str
    about: str
    header: str = "Authorization"


@dataclasses.dataclass(frozen=True)
class Service:
    """A client: everything that the templates need."""

    package: str
    title: str
    prefix: str
    client: str
    base_url: str
    credentials: tuple[Credential, ...]
    resources: tuple[Resource, ...]
    notes: tuple[str, ...]

    @property
    def basic(self) -> bool:
        """Whether a user name and a password are among the credentials."""
        return any(one.kind == "basic" for one in self.credentials)

    def twins(self) -> dict[str, str]:
        """From each asynchronous class to its synchronous twin, for the mirror."""
        names = [self.client, "Calls", *(resource.name for resource in self.resources)]
        return {f"Async{name}": name for name in names}


def plan(
    package: str,
    document: Node,
    rows: Mapping[str, Any],
    models: Sequence[str],
    base_url: str,
    reserved: frozenset[str],
) -> Service:
    """The client of a document. rows: its generated operation table by id. models: the names of its models.
    reserved: names that the mirror gives another meaning to."""
    prefix = pascal(package)
    tags: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for _, _, operation, _ in operations(document):
        attribute = attribute_of(operation["tags"][0], reserved)
        spelled.setdefault(attribute, operation["tags"][0])
        tags.setdefault(attribute, []).append(operation["operationId"])
    told = {one.get("name"): one.get("description") for one in document.get("tags") or [] if isinstance(one, dict)}
    found = {row["operationId"]: (path, method, row, item) for path, method, row, item in operations(document)}
    resources = []
    taken = {prefix + "Client", "Calls", *models}
    for attribute, names in tags.items():
        name = f"{pascal(attribute)}Resource"
        while name in taken or f"Async{name}" in taken:
            name += "Group"
        taken.add(name)
        methods = tuple(
            method_of(document, rows[one], found[one], called)
            for one, called in method_names(attribute, names, reserved).items()
        )
        methods = tuple(without_shadows(method, {one.name for one in methods}) for method in methods)
        about = escape(one_line(told.get(spelled[attribute]) or f"Operations about {spelled[attribute]}."))
        resources.append(Resource(name, attribute, attribute, about, methods, used_models(methods, models)))
    credentials, notes = credentials_of(document)
    title = one_line(str(document["info"].get("title") or prefix))
    return Service(
        package, title.rstrip(".")[:60], prefix, f"{prefix}Client", base_url, credentials, tuple(resources), notes
    )


def pascal(text: str) -> str:
    """A text as a class is called."""
    made = "".join(word[:1].upper() + word[1:] for word in snake(text).split("_"))
    return made if made[:1].isalpha() else f"X{made}"


def attribute_of(tag: str, reserved: frozenset[str]) -> str:
    """A tag as an attribute of the client, and as a module."""
    name = snake(tag) or "api"
    name = name if name[0].isalpha() else f"x_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in TAKEN or name in reserved else name


def method_names(attribute: str, names: Sequence[str], reserved: frozenset[str]) -> dict[str, str]:
    """From each operation's id to its method: the id without the name of its group, where that leaves one."""
    group = attribute.strip("_").split("_")
    forms = [group, [*group[:-1], group[-1].removesuffix("s")], [*group[:-1], group[-1] + "s"]]
    short = {}
    for name in names:
        words = name.split("_")
        for form in forms:
            if words[: len(form)] == form and len(words) > len(form):
                words = words[len(form) :]
            elif words[-len(form) :] == form and len(words) > len(form):
                words = words[: -len(form)]
            else:
                continue
            break
        short[name] = "_".join(words)
    often = collections.Counter(short.values())
    made: dict[str, str] = {}
    for name in names:
        called = short[name]
        if often[called] > 1 or not called[0].isalpha() or keyword.iskeyword(called) or called in names:
            called = name
        made[name] = f"{called}_" if keyword.iskeyword(called) or called in TAKEN or called in reserved else called
    return made


def method_of(document: Node, row: Any, found: tuple[str, str, Node, Node], name: str) -> Method:
    """The method of a row."""
    path, verb, operation, item = found
    told = {(one["name"], one["in"]): one for one in parameters(document, operation, item)}
    positional, named, sent, lines = [], [], [], []
    body = row.bodies[0] if row.bodies else None
    for param in row.params:
        argument = param.arg if param.arg not in ("body", "_ops") or body is None else f"{param.arg}_"
        sent.append((param.arg, argument))
        about = one_line(told[param.name, param.where].get("description") or "", 200)
        if param.default is not ...:
            about = f"{about} The service's default is {param.default!r}.".strip()
        limits = limits_of(param)
        if about or limits or param.deprecated:
            parts = [about, limits, "Deprecated." if param.deprecated else ""]
            lines.append(f"{argument}: {' '.join(part for part in parts if part)}")
        kind = kind_of(param)
        if param.where == "path":
            positional.append(Argument(argument, "int" if param.kind == "integer" else "str"))
        else:
            named.append(Argument(argument, kind if param.required else f"{kind} | None", param.required))
    if body is not None:
        kind = body_type(body)
        named.insert(0, Argument("body", kind if body.required else f"{kind} | None", body.required))
        about = one_line(resolve(document, operation["requestBody"]).get("description") or "", 200)
        lines.insert(0, f"body: {about + ' ' if about else ''}Sent as {body.media}.")
    named.sort(key=lambda one: not one.required)
    result = "httpx.Response" if row.stream else result_of(row)
    doc = docstring(operation, f"{verb.upper()} {path}", lines, stream=row.stream)
    return Method(
        name, row.id, tuple(positional), tuple(named), tuple(sent), "body" if body else "", result, doc, row.stream
    )


def kind_of(param: Any) -> str:
    """The type of a parameter that is not in the path."""
    if param.kind.startswith("array:"):
        return f"Sequence[{KINDS.get(param.kind[6:], 'Any')}]"
    if param.kind == "enum" and param.enum and len(param.enum) <= LITERALS:
        return f"Literal[{', '.join(map(repr, param.enum))}]"
    if param.kind == "enum" and param.enum and isinstance(param.enum[0], int):
        return "int"
    return KINDS.get(param.kind, "Any")


def limits_of(param: Any) -> str:
    """The limits of a parameter in words."""
    limits = [
        f"at least {param.minimum}" if param.minimum is not None else "",
        f"at most {param.maximum}" if param.maximum is not None else "",
        f"at least {param.min_length} characters" if param.min_length is not None else "",
        f"at most {param.max_length} characters" if param.max_length is not None else "",
    ]
    text = ", ".join(limit for limit in limits if limit)
    return f"{text.capitalize()}." if text else ""


def body_type(body: Any) -> str:
    """The type of a body."""
    if body.encoding == "raw":
        return "Content"
    if body.encoding == "multipart":
        # A part may also be a tuple with a file's name, which no model says.
        return f"{body.type} | dict[str, Any]" if body.type not in ("", "Any") else "dict[str, Any]"
    return body.type or "Any"


def result_of(row: Any) -> str:
    """The type of a call's result, as the table has it."""
    kinds = dict.fromkeys(reply.type for reply in row.replies if reply.status[0] == "2")
    return " | ".join(kinds) or "None"


def without_shadows(method: Method, names: set[str]) -> Method:
    """Types that do not mean a method of the same class, where one is called `list` or `str`."""
    hidden = [name for name in BUILTINS if name in names]
    if not hidden:
        return method
    pattern = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|(?<![\w.])(" + "|".join(hidden) + r")(?![\w.])")

    def plain(text: str) -> str:
        return pattern.sub(lambda hit: f"builtins.{hit[1]}" if hit[1] else hit[0], text)

    return dataclasses.replace(
        method,
        positional=tuple(dataclasses.replace(one, type=plain(one.type)) for one in method.positional),
        named=tuple(dataclasses.replace(one, type=plain(one.type)) for one in method.named),
        result=plain(method.result),
    )


def used_models(methods: Sequence[Method], models: Sequence[str]) -> tuple[str, ...]:
    """The models that the types of some methods name."""
    text = " ".join(
        part
        for method in methods
        for part in (method.result, *(one.type for one in (*method.positional, *method.named)))
    )
    words = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "", text)))
    return tuple(sorted(words & set(models)))


def credentials_of(document: Node) -> tuple[tuple[Credential, ...], tuple[str, ...]]:
    """The credentials that a client takes, and what it cannot take, in words."""
    made: dict[str, Credential] = {}
    notes = []
    for name, scheme in (document.get("components", {}).get("securitySchemes") or {}).items():
        scheme = resolve(document, scheme)
        kind, how = scheme.get("type"), str(scheme.get("scheme", "")).lower()
        if kind in ("oauth2", "openIdConnect") or (kind == "http" and how == "bearer"):
            made.setdefault("token", Credential("token", "bearer", "a bearer token"))
        elif kind == "http" and how == "basic":
            made["username"] = Credential("username", "basic", "with `password`, for basic authentication")
            made["password"] = Credential("password", "password", "see `username`")
        elif (
            kind == "apiKey"
            and scheme.get("in") == "header"
            and re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", scheme["name"])
        ):
            argument = snake(name) if re.fullmatch(r"[a-z][a-z0-9_]*", snake(name)) else "api_key"
            argument = f"{argument}_key" if argument in made or keyword.iskeyword(argument) else argument
            argument = f"{argument}_key" if argument in CLIENT_ARGUMENTS else argument
            made[argument] = Credential(argument, "header", f"goes into the header {scheme['name']}", scheme["name"])
        else:
            notes.append(f"the security scheme {name!r} is not among what a client sends: write it by hand")
    return tuple(made.values()), tuple(notes)


CLIENT_ARGUMENTS = frozenset({"base_url", "timeout", "retry_policy", "headers", "http_client", "hooks", "self"})


def docstring(operation: Node, line: str, lines: Sequence[str], *, stream: bool) -> str:
    """The inside of a method's docstring, indented as it stands in its class."""
    called = operation["operationId"].replace("_", " ").capitalize()
    summary = one_line(operation.get("summary") or operation.get("description") or called, 105)
    summary = summary if summary.endswith((".", "!", "?")) else f"{summary}."
    rest = one_line(operation.get("description") or "", LONGEST)
    rest = "" if rest.rstrip(".") == summary.rstrip(".") or not operation.get("summary") else rest
    about = ["Returns the open answer: read it, then close it."] if stream else []
    notes = ["Deprecated."] if operation.get("deprecated") else []
    paragraphs = [*notes, rest, " ".join(lines), *about, line]
    wrapped = [
        "\n".join(textwrap.wrap(escape(text), WIDTH, break_long_words=False, break_on_hyphens=False))
        for text in paragraphs
        if text
    ]
    return textwrap.indent("\n\n".join([escape(summary), *wrapped]), " " * 8).strip() + "\n" + " " * 8


def one_line(text: str, longest: int = 110) -> str:
    """A text of the document on one line, printable, cut at a word where it is too long."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= longest else textwrap.shorten(plain, longest, placeholder=" ...")


def escape(text: str) -> str:
    """A text as the inside of a docstring."""
    return text.replace("\\", "\\\\").replace('"', "'")
