"""The status of credentials, for platforms before 1.2.0, which do not send one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.runtime.unset import UNSET

if TYPE_CHECKING:
    from .._generated.models import CredentialInventoryResponse

__all__ = ["with_status"]


def with_status(answer: CredentialInventoryResponse) -> CredentialInventoryResponse:
    """`answer`, each of its entries with the status that its `present` amounts to, unless it has one."""
    from .._generated.models import CredentialEntryStatus

    inventory = answer.inventory
    for group in (inventory.providers, inventory.extra, inventory.service_tokens):
        if group is UNSET:
            continue
        for entry in group.values():
            if entry.status is UNSET:
                entry.status = CredentialEntryStatus("present" if entry.present else "missing")
    return answer
