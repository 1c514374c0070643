"""The rules of the comparison as one table: what each is about, and how grave it is on either side of the wire.

Narrowing what a request may hold breaks callers, widening it adds; for what comes back it is the other way round.
Where the table departs from that, the rule's `why` says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .findings import Severity, Side

__all__ = ["RULES", "Rule", "severity_of"]


class Rule(NamedTuple):
    """One rule. request, response: the class of the change by the side it is on; equal for what has no side."""

    id: str
    topic: str
    what: str
    request: Severity
    response: Severity
    why: str = ""


B: Severity = "breaking"
R: Severity = "risky"
A: Severity = "additive"
E: Severity = "editorial"
SELDOM = "Readers seldom enforce it."

_ROWS = (
    # Operations
    Rule("operation-added", "operations", "an operation was added", A, A),
    Rule("operation-removed", "operations", "an operation was removed", B, B),
    Rule("operation-moved", "operations", "an operation has another method or path", B, B),
    Rule(
        "operation-id-changed", "operations", "the operationId is another one", R, R,
        "Nothing changes on the wire, but the names of generated code do.",
    ),
    Rule(
        "operation-id-duplicated", "operations", "two operations share an operationId", R, R,
        "Generators keep one of the two.",
    ),
    Rule("tags-changed", "operations", "the tags are others", E, E, "Tags only group operations."),
    Rule(
        "path-parameter-renamed", "operations", "a parameter of the path has another name", E, E,
        "The name of a placeholder is never sent.",
    ),
    Rule("deprecated", "lifecycle", "it is deprecated now", R, R, "It works for now: plan to leave it."),
    Rule("undeprecated", "lifecycle", "it is no longer deprecated", A, A),
    Rule("sunset-set", "lifecycle", "a date of removal was set", R, R),
    Rule("sunset-earlier", "lifecycle", "the date of removal is earlier, or cannot be compared", R, R),
    Rule("sunset-later", "lifecycle", "the date of removal is later", A, A),
    Rule("sunset-removed", "lifecycle", "the date of removal is gone", A, A),
    # Parameters
    Rule("required-parameter-added", "parameters", "a required parameter was added", B, A),
    Rule("optional-parameter-added", "parameters", "an optional parameter was added", A, A),
    Rule("parameter-removed", "parameters", "a parameter was removed", B, R),
    Rule("parameter-moved", "parameters", "a parameter is sent in another place", B, B),
    Rule("parameter-became-required", "parameters", "a parameter is required now", B, A),
    Rule("parameter-became-optional", "parameters", "a parameter may be left out now", A, B),
    Rule("parameter-style-changed", "parameters", "a parameter is written differently on the wire", B, B),
    Rule(
        "empty-value-allowed", "parameters", "a query parameter may be sent without a value", A, R,
    ),
    Rule("empty-value-refused", "parameters", "a query parameter may not be sent without a value", B, A),
    # Bodies
    Rule("required-body-added", "bodies", "a required body was added", B, B),
    Rule("optional-body-added", "bodies", "an optional body was added", A, R),
    Rule("body-removed", "bodies", "the body was removed", B, B),
    Rule("body-became-required", "bodies", "the body is required now", B, A),
    Rule("body-became-optional", "bodies", "the body may be left out now", A, B),
    Rule(
        "media-type-added", "bodies", "a media type was added", A, R,
        "A server may choose it for a client that accepts anything.",
    ),
    Rule(
        "media-type-removed", "bodies", "a media type was removed", B, B,
        "Also of a response: a client may have asked for that very one.",
    ),
    Rule("encoding-changed", "bodies", "the parts of a form are written differently", B, B),
    # Responses
    Rule("success-added", "responses", "a status of success was added", R, R, "A client may know only the others."),
    Rule("success-removed", "responses", "a status of success was removed", B, B),
    Rule("failure-added", "responses", "an error status was added", A, A, "Errors have always been possible."),
    Rule("failure-removed", "responses", "an error status was removed", R, R, "Code that waits for it waits in vain."),
    Rule("default-response-added", "responses", "an answer for all other statuses was added", A, A),
    Rule("default-response-removed", "responses", "the answer for all other statuses was removed", R, R),
    Rule("status-became-range", "responses", "a status gave way to a range that holds it", R, R),
    Rule("status-singled-out", "responses", "a status was singled out of a range", A, A),
    # Headers of responses
    Rule("header-added", "headers", "a header was added", A, A),
    Rule("required-header-removed", "headers", "a header that was always sent was removed", B, B),
    Rule("optional-header-removed", "headers", "a header that was sometimes sent was removed", R, R),
    Rule("header-became-required", "headers", "a header is always sent now", B, A),
    Rule("header-became-optional", "headers", "a header is not always sent any more", A, B),
    Rule("header-style-changed", "headers", "a header is written differently on the wire", B, B),
    # Security
    Rule("credential-required", "security", "calls without a credential are no longer accepted", B, B),
    Rule("credential-not-required", "security", "no credential is needed any more", A, A),
    Rule("security-option-removed", "security", "a way to authenticate was removed", B, B),
    Rule(
        "security-option-ignored", "security", "a credential that could be shown besides is no longer looked at", R, R,
        "Calls are still accepted, though as those of nobody.",
    ),
    Rule("security-option-added", "security", "a way to authenticate was added", A, A),
    Rule("scope-required", "security", "another scope is required", B, B),
    Rule("scope-not-required", "security", "a scope is no longer required", A, A),
    Rule("security-scheme-changed", "security", "a credential is presented differently", B, B),
    Rule("security-scheme-added", "security", "a security scheme was described", A, A),
    Rule("security-scheme-removed", "security", "a security scheme is no longer described", R, R),
    Rule("security-address-changed", "security", "an address or flow of the authorisation server changed", R, R),
    # Servers
    Rule("server-added", "servers", "a server was added", A, A),
    Rule("server-removed", "servers", "a server was removed", B, B),
    Rule("server-order-changed", "servers", "another server stands first", R, R, "Clients default to the first."),
    Rule("server-variables-changed", "servers", "the variables of a server's address changed", R, R),
    # Schemas: types, null, enums
    Rule("type-narrowed", "types", "fewer types are allowed", B, A),
    Rule("type-widened", "types", "more types are allowed", A, B),
    Rule("type-changed", "types", "the type is another one", B, B),
    Rule("null-allowed", "types", "null is allowed now", A, B),
    Rule("null-refused", "types", "null is no longer allowed", B, A),
    Rule(
        "enum-value-added", "enums", "a value was added to an enum", A, R,
        "A client with open enums takes it; one that lists every case does not.",
    ),
    Rule("enum-value-removed", "enums", "a value was removed from an enum", B, A),
    Rule("enum-closed", "enums", "only listed values are allowed now", B, A),
    Rule("enum-opened", "enums", "values beyond a list are allowed now", A, R, "As for a value added."),
    Rule("default-changed", "types", "the default is another one", R, R, "What is left out means something else."),
    Rule(
        "format-added", "types", "a format was added", B, R,
        "Typed clients hand out another type than before.",
    ),
    Rule("format-removed", "types", "a format was removed", A, B),
    Rule("format-widened", "types", "the format takes in more values", A, B),
    Rule("format-narrowed", "types", "the format takes in fewer values", B, A),
    Rule("format-hint-changed", "types", "a format that is a mere hint changed", E, E),
    Rule("format-changed", "types", "the format is another one", B, B),
    # Schemas: objects and arrays
    Rule("required-property-added", "properties", "a required property was added", B, A),
    Rule("optional-property-added", "properties", "an optional property was added", A, A),
    Rule("required-property-removed", "properties", "a required property was removed", B, B),
    Rule(
        "optional-property-removed", "properties", "an optional property was removed", B, R,
        "A response could lack it before, so a careful client copes.",
    ),
    Rule("property-became-required", "properties", "a property is required now", B, A),
    Rule("property-became-optional", "properties", "a property may be absent now", A, B),
    Rule(
        "access-changed", "properties", "readOnly or writeOnly changed, with an effect on the other side only", E, E,
    ),
    Rule("additional-refused", "properties", "properties that are not listed are refused now", B, A),
    Rule(
        "additional-allowed", "properties", "properties that are not listed are allowed now", A, R,
        "Clients that keep what they do not know cope.",
    ),
    Rule("tuple-changed", "arrays", "the number of described places of an array changed", B, B),
    Rule("unique-required", "arrays", "items must differ from each other now", B, A),
    Rule("unique-not-required", "arrays", "items may be equal now", A, R, "Readers seldom depend on it."),
    # Schemas: constraints. Readers seldom enforce them, so a response that is let loose is risky rather than breaking.
    Rule("range-tightened", "constraints", "the range of a number is narrower", B, A),
    Rule("range-loosened", "constraints", "the range of a number is wider", A, R, SELDOM),
    Rule("length-tightened", "constraints", "the length of a text is more limited", B, A),
    Rule("length-loosened", "constraints", "the length of a text is less limited", A, R, SELDOM),
    Rule("item-count-tightened", "constraints", "the length of an array is more limited", B, A),
    Rule("item-count-loosened", "constraints", "the length of an array is less limited", A, R, SELDOM),
    Rule("member-count-tightened", "constraints", "the number of properties is more limited", B, A),
    Rule("member-count-loosened", "constraints", "the number of properties is less limited", A, R, SELDOM),
    Rule("step-narrowed", "constraints", "fewer multiples are allowed", B, A),
    Rule("step-widened", "constraints", "more multiples are allowed", A, R, SELDOM),
    Rule("step-changed", "constraints", "other multiples are allowed", B, R, SELDOM),
    Rule("pattern-added", "constraints", "a pattern must be matched now", B, A),
    Rule("pattern-removed", "constraints", "no pattern must be matched any more", A, R, SELDOM),
    Rule(
        "pattern-changed", "constraints", "another pattern must be matched", B, R,
        "Which of two patterns takes in more is not decided here.",
    ),
    # Composition
    Rule("variant-added", "composition", "a variant was added", A, B),
    Rule("variant-removed", "composition", "a variant was removed", B, A),
    Rule("variants-narrowed", "composition", "exactly one of the variants must match, where any did", B, A),
    Rule("variants-widened", "composition", "any of the variants may match, where exactly one did", A, B),
    Rule("variants-imposed", "composition", "one of several variants must match now, too", B, A),
    Rule("variants-lifted", "composition", "no variant must be matched any more", A, B),
    Rule("discriminator-added", "composition", "a discriminator was added", R, A),
    Rule("discriminator-removed", "composition", "the discriminator was removed", A, B),
    Rule("discriminator-changed", "composition", "another property tells the variants apart", B, B),
    Rule("discriminator-value-added", "composition", "the discriminator has another value", A, R, "As for an enum."),
    Rule("discriminator-value-removed", "composition", "a value of the discriminator is gone", B, A),
    Rule("discriminator-value-changed", "composition", "a value of the discriminator names another schema", B, B),
    # Components
    Rule("schema-added", "components", "a named schema was added", A, A),
    Rule(
        "schema-removed", "components", "a named schema was removed", R, R,
        "The wire is judged where it was used; here it is a type that generated code loses.",
    ),
    Rule("schema-renamed", "components", "a named schema has another name", R, R, "As for one that was removed."),
    Rule("component-added", "components", "a shared part was added", E, E, "It counts where it is used."),
    Rule("component-removed", "components", "a shared part was removed", E, E, "It counted where it was used."),
    # The rest
    Rule("prose-changed", "prose", "only text for people changed", E, E),
    Rule("info-changed", "prose", "the document describes itself differently", E, E),
    Rule("extension-changed", "the rest", "an extension (x-...) changed", R, R, "Only its readers know what it means."),
    Rule("member-changed", "the rest", "a member that no other rule is about changed", R, R, "Look at it."),
    Rule("malformed", "the rest", "something here is not what OpenAPI asks for, or a reference leads nowhere", R, R),
    Rule("repaired", "the rest", "something here has become what OpenAPI asks for", R, R),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.id: rule for rule in _ROWS}
"""Every rule by its id, in the order of the table."""


def severity_of(rule: str, side: Side) -> Severity:
    """The class of a change under a rule, on a side of the wire."""
    row = RULES[rule]
    return row.response if side == "response" else row.request
