"""Records in collections: listing, creating, changing and deleting them in the ways all resources share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .failures import conflict, invalid, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trellis.emulator.exchange import Answer

    from .handlers import Context, Register
    from .state import Record

DEFAULT_PER_PAGE = 20
MAX_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Collection:
    """One kind of record.

    kind: its table. prefix: what ids begin with. noun: what messages call a record. param: the path parameter that
    names one. lookup: the members it may name it by. unique: a member no two records share. defaults: members that a
    request may leave out. parent: the collection it is below; a record names its parent in `parent_id`. derived:
    members worked out when a record is shown.
    """

    kind: str
    prefix: str
    noun: str
    param: str
    lookup: tuple[str, ...] = ("id",)
    unique: str | None = None
    defaults: dict[str, Any] = field(default_factory=dict)
    parent: Collection | None = None
    derived: Callable[[Context, Record], Record] | None = None

    def all(self, context: Context) -> list[Record]:
        """Every record, of the parent that the path names if there is one; oldest first."""
        records = list(context.state.table(self.kind).values())
        if self.parent is not None:
            parent_id = self.parent.find(context)["id"]
            records = [record for record in records if record["parent_id"] == parent_id]
        return records

    def find(self, context: Context, name: str | None = None) -> Record:
        """The record that the path names, or `name`; 404 if there is none."""
        wanted = name if name is not None else self._named(context)
        for record in self.all(context):
            if wanted in (record[member] for member in self.lookup):
                return record
        raise not_found(self.noun)

    def _named(self, context: Context) -> str:
        # A connection is {name} in some paths and {connection_name} in others.
        params = context.path_params
        return next(params[name] for name in self.param.split("|") if name in params)

    def create(self, context: Context, body: Record, **members: Any) -> Record:
        """Keep a new record; 409 if its unique member is taken."""
        self.refuse_twin(context, body)
        extra = {"parent_id": self.parent.find(context)["id"]} if self.parent is not None else {}
        given = {name: value for name, value in body.items() if value is not None}
        fresh: Record = {name: _copy(value) for name, value in self.defaults.items()}
        record = context.state.add(self.kind, self.prefix, **{**fresh, **given, **extra, **members})
        context.record(f"{self.kind}.created", self.kind, record["id"])
        return record

    def refuse_twin(self, context: Context, body: Record, *, but: Record | None = None) -> None:
        """409 if another record has the unique member that `body` gives."""
        if self.unique is None or self.unique not in body:
            return
        value = body[self.unique]
        if any(record is not but and record[self.unique] == value for record in self.all(context)):
            raise conflict(f"There is a {self.noun} with this {self.unique} already")

    def update(self, context: Context, record: Record, body: Record) -> Record:
        """Change what `body` gives; a member given as null goes back to nothing."""
        self.refuse_twin(context, body, but=record)
        record.update(body)
        record["updated_at"] = context.state.now()
        context.record(f"{self.kind}.updated", self.kind, record["id"], changed=sorted(body))
        return record

    def delete(self, context: Context, record: Record) -> None:
        """Remove a record and what is below it."""
        del context.state.table(self.kind)[record["id"]]
        for table in context.state.tables.values():
            for child_id in [key for key, child in table.items() if child.get("parent_id") == record["id"]]:
                del table[child_id]
        context.record(f"{self.kind}.deleted", self.kind, record["id"])

    def shown(self, context: Context, record: Record) -> Record:
        """The record with what is worked out for showing it."""
        return {**record, **self.derived(context, record)} if self.derived is not None else record


def enroll(
    register: Register,
    collection: Collection,
    *,
    listing: str | None = None,
    paged: str | None = None,
    get: str | None = None,
    create: str | None = None,
    update: str | None = None,
    delete: str | None = None,
) -> None:
    """Answer the operations named by these ids in the ways that all resources share."""
    by_name = collection.lookup == ("name",)

    def answer_list(context: Context) -> Answer:
        return context.answer([collection.shown(context, record) for record in collection.all(context)])

    def answer_page(context: Context) -> Answer:
        return page(context, [collection.shown(context, record) for record in collection.all(context)])

    def answer_get(context: Context) -> Answer:
        return context.answer(collection.shown(context, collection.find(context)))

    def answer_create(context: Context) -> Answer:
        return context.answer(collection.shown(context, collection.create(context, context.body())))

    def answer_update(context: Context) -> Answer:
        record = collection.update(context, collection.find(context), context.body())
        return context.answer({**collection.shown(context, record), "updated": record["name"] if by_name else True})

    def answer_delete(context: Context) -> Answer:
        record = collection.find(context)
        collection.delete(context, record)
        return context.answer({"deleted": record["name"] if by_name else True})

    for operation_id, handler in (
        (listing, answer_list),
        (paged, answer_page),
        (get, answer_get),
        (create, answer_create),
        (update, answer_update),
        (delete, answer_delete),
    ):
        if operation_id is not None:
            register(operation_id)(handler)


def page(context: Context, records: Sequence[Record]) -> Answer:
    """The page of `records` that the query asks for, newest first as the service lists them."""
    number = count(context, "page", 1, None)
    per_page = count(context, "per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE)
    total = len(records)
    start = (number - 1) * per_page
    meta = {
        "total": total,
        "page": number,
        "per_page": per_page,
        "total_pages": -(-total // per_page),
    }
    return context.answer(list(reversed(records))[start : start + per_page], meta=meta)


def count(context: Context, name: str, default: int, limit: int | None, *, least: int = 1) -> int:
    """A number from the query, cut off at `limit`; 422 for what is no number or less than `least`."""
    text = context.query(name)
    if text is None:
        return default
    try:
        number = int(text)
    except ValueError:
        raise invalid({name: ["must be a whole number"]}) from None
    if number < least:
        raise invalid({name: [f"must be at least {least}"]})
    return number if limit is None else min(number, limit)


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, (dict, list)) else value
