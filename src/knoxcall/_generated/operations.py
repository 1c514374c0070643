"""Generated from the pinned OpenAPI document by `make generate`: do not edit.

The operation table: one row per operation, as plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.runtime.operation import Body, Operation, Pagination, Param, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .models.account import Account
    from .models.account_usage import AccountUsage
    from .models.agent import Agent
    from .models.agent_create_result import AgentCreateResult
    from .models.agent_revoke_result import AgentRevokeResult
    from .models.api_key_create_result import ApiKeyCreateResult
    from .models.api_key_page import ApiKeyPage
    from .models.api_key_revoke_result import ApiKeyRevokeResult
    from .models.audit_event_page import AuditEventPage
    from .models.audit_log_page import AuditLogPage
    from .models.bulk_tokenize_result import BulkTokenizeResult
    from .models.ca_role import CARole
    from .models.ca_root import CARoot
    from .models.client_credential import ClientCredential
    from .models.client_detail import ClientDetail
    from .models.client_full import ClientFull
    from .models.client_page import ClientPage
    from .models.client_token_result import ClientTokenResult
    from .models.create_root_result import CreateRootResult
    from .models.db_connection import DbConnection
    from .models.db_connection_create_result import DbConnectionCreateResult
    from .models.db_lease_list import DbLeaseList
    from .models.db_role import DbRole
    from .models.db_role_create_result import DbRoleCreateResult
    from .models.db_update_result import DbUpdateResult
    from .models.decrypt_data_result import DecryptDataResult
    from .models.decrypt_result import DecryptResult
    from .models.delete_result import DeleteResult
    from .models.detokenize_result import DetokenizeResult
    from .models.encrypt_data_bare import EncryptDataBare
    from .models.encrypt_data_enveloped import EncryptDataEnveloped
    from .models.encrypt_result import EncryptResult
    from .models.environment import Environment
    from .models.environment_full import EnvironmentFull
    from .models.inspect_result import InspectResult
    from .models.issued_certificate import IssuedCertificate
    from .models.jwt_sign_result import JwtSignResult
    from .models.jwt_verify_result import JwtVerifyResult
    from .models.key_rotate_result import KeyRotateResult
    from .models.key_update_result import KeyUpdateResult
    from .models.key_version_destroy_result import KeyVersionDestroyResult
    from .models.lease_revoke_result import LeaseRevokeResult
    from .models.minted_db_credential import MintedDbCredential
    from .models.name_delete_result import NameDeleteResult
    from .models.o_auth_client import OAuthClient
    from .models.o_auth_client_create_result import OAuthClientCreateResult
    from .models.o_auth_client_detail import OAuthClientDetail
    from .models.o_auth_client_revoke_result import OAuthClientRevokeResult
    from .models.o_auth_client_rotate_secret_result import OAuthClientRotateSecretResult
    from .models.o_auth_client_update_result import OAuthClientUpdateResult
    from .models.public_key_result import PublicKeyResult
    from .models.revoke_cert_result import RevokeCertResult
    from .models.rewrap_result import RewrapResult
    from .models.rotate_intermediate_result import RotateIntermediateResult
    from .models.rotate_result import RotateResult
    from .models.rotate_ssh_key_result import RotateSshKeyResult
    from .models.route_action import RouteAction
    from .models.route_detail import RouteDetail
    from .models.route_environment_config import RouteEnvironmentConfig
    from .models.route_environment_list_item import RouteEnvironmentListItem
    from .models.route_full import RouteFull
    from .models.route_log_page import RouteLogPage
    from .models.route_page import RoutePage
    from .models.sealing_bundle import SealingBundle
    from .models.secret import Secret
    from .models.secret_create_result import SecretCreateResult
    from .models.secret_o_auth_token import SecretOAuthToken
    from .models.secret_page import SecretPage
    from .models.secret_update_result import SecretUpdateResult
    from .models.secret_value_result import SecretValueResult
    from .models.sign_result import SignResult
    from .models.signup_claim_result import SignupClaimResult
    from .models.signup_result import SignupResult
    from .models.tamper_event import TamperEvent
    from .models.token_answer import TokenAnswer
    from .models.token_update_result import TokenUpdateResult
    from .models.transit_key import TransitKey
    from .models.transit_key_list_item import TransitKeyListItem
    from .models.vault import Vault
    from .models.vault_detail import VaultDetail
    from .models.vault_page import VaultPage
    from .models.vault_token import VaultToken
    from .models.vault_token_page import VaultTokenPage
    from .models.verify_result import VerifyResult
    from .models.webhook_create_result import WebhookCreateResult
    from .models.webhook_detail import WebhookDetail
    from .models.webhook_event_types_data import WebhookEventTypesData
    from .models.webhook_log_page import WebhookLogPage
    from .models.webhook_page import WebhookPage
    from .models.webhook_sign_result import WebhookSignResult
    from .models.webhook_test_result import WebhookTestResult
    from .models.webhook_update_result import WebhookUpdateResult

__all__ = [
    "OPERATIONS",
    "account_get",
    "account_get_usage",
    "agents_create",
    "agents_get_tamper_events",
    "agents_list",
    "agents_revoke",
    "api_keys_create",
    "api_keys_list",
    "api_keys_revoke",
    "audit_logs_events",
    "audit_logs_list",
    "clients_create",
    "clients_create_credential",
    "clients_delete",
    "clients_delete_credential",
    "clients_get",
    "clients_list",
    "clients_list_credentials",
    "clients_update",
    "clients_update_credential",
    "crypto_create_key",
    "crypto_decrypt",
    "crypto_decrypt_data",
    "crypto_destroy_key_version",
    "crypto_encrypt",
    "crypto_encrypt_data",
    "crypto_get_key",
    "crypto_get_public_key",
    "crypto_get_sealing_bundle",
    "crypto_inspect",
    "crypto_list_keys",
    "crypto_mint_client_token",
    "crypto_rewrap",
    "crypto_rotate_key",
    "crypto_sign",
    "crypto_sign_jwt",
    "crypto_sign_webhook",
    "crypto_update_key",
    "crypto_verify",
    "crypto_verify_jwt",
    "dynamic_db_create",
    "dynamic_db_create_role",
    "dynamic_db_delete",
    "dynamic_db_delete_role",
    "dynamic_db_get",
    "dynamic_db_list",
    "dynamic_db_list_leases",
    "dynamic_db_list_roles",
    "dynamic_db_mint",
    "dynamic_db_revoke_lease",
    "dynamic_db_rotate_ssh_key",
    "dynamic_db_update",
    "dynamic_db_update_role",
    "environments_create",
    "environments_delete",
    "environments_list",
    "environments_update",
    "ephemeral_delete",
    "ephemeral_get",
    "ephemeral_patch",
    "ephemeral_post",
    "ephemeral_put",
    "oauth_clients_create",
    "oauth_clients_get",
    "oauth_clients_list",
    "oauth_clients_revoke",
    "oauth_clients_rotate_secret",
    "oauth_clients_update",
    "oauth_token",
    "pki_create_role",
    "pki_create_root",
    "pki_get_crl",
    "pki_get_root_cert",
    "pki_issue_cert",
    "pki_list_roles",
    "pki_list_roots",
    "pki_revoke_cert",
    "pki_rotate_intermediate",
    "routes_create",
    "routes_create_action",
    "routes_delete",
    "routes_delete_action",
    "routes_delete_environment",
    "routes_get",
    "routes_get_logs",
    "routes_list",
    "routes_list_actions",
    "routes_list_environments",
    "routes_update",
    "routes_upsert_environment",
    "secrets_create",
    "secrets_create_certificate",
    "secrets_create_oauth2",
    "secrets_delete",
    "secrets_get",
    "secrets_get_oauth_token",
    "secrets_list",
    "secrets_set_value",
    "secrets_update",
    "signup_claim",
    "signup_create",
    "vaults_bulk_tokenize",
    "vaults_create",
    "vaults_delete",
    "vaults_delete_token",
    "vaults_detokenize",
    "vaults_get",
    "vaults_list",
    "vaults_list_tokens",
    "vaults_rotate",
    "vaults_tokenize",
    "vaults_update",
    "vaults_update_token",
    "webhooks_create",
    "webhooks_delete",
    "webhooks_get",
    "webhooks_get_logs",
    "webhooks_list",
    "webhooks_list_event_types",
    "webhooks_test",
    "webhooks_update",
]

oauth_token: Operation[TokenAnswer] = Operation(
    "oauth_token",
    "POST",
    "/oauth/token",
    ("/oauth/token",),
    bodies=(
        Body(
            "application/x-www-form-urlencoded",
            "form",
            "ClientCredentialsGrant | TokenExchangeGrant | RefreshTokenGrant",
            required=True,
        ),
    ),
    replies=(Reply("200", "TokenAnswer", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="ignored",
    tags=("oauth",),
    security=("clientLogin",),
)
"""Exchange a credential for an access token.

The token endpoint of RFC 6749. The body says which credential is used; a client id and secret go into HTTP
Basic, never into the body. Its errors have the flat form of OAuth; where a proof of possession is wanted their
code is `invalid_dpop_proof` or `use_dpop_nonce`.
"""

account_get: Operation[Account] = Operation(
    "account_get",
    "GET",
    "/v1/account",
    ("/v1/account",),
    replies=(Reply("200", "Account", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("account",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read the tenant's own account.

Also the way to learn the tenant's slug, where nothing else tells it.
"""

account_get_usage: Operation[AccountUsage] = Operation(
    "account_get_usage",
    "GET",
    "/v1/account/usage",
    ("/v1/account/usage",),
    replies=(Reply("200", "AccountUsage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("account",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read what the account has used in the current billing period."""

agents_list: Operation[list[Agent]] = Operation(
    "agents_list",
    "GET",
    "/v1/agents",
    ("/v1/agents",),
    replies=(Reply("200", "list[Agent]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("agents",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List the agents of the tenant."""

agents_create: Operation[AgentCreateResult] = Operation(
    "agents_create",
    "POST",
    "/v1/agents",
    ("/v1/agents",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "AgentsCreateBody", required=True),),
    replies=(Reply("200", "AgentCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("agents",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Register an agent.

The answer is the only place where its secret is ever shown.
"""

agents_revoke: Operation[AgentRevokeResult] = Operation(
    "agents_revoke",
    "DELETE",
    "/v1/agents/{agent_id}",
    ("/v1/agents/", ""),
    params=(
        Param("agent_id", "agent_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "AgentRevokeResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("agents",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Revoke an agent's access."""

agents_get_tamper_events: Operation[list[TamperEvent]] = Operation(
    "agents_get_tamper_events",
    "GET",
    "/v1/agents/{agent_id}/tamper-events",
    ("/v1/agents/", "/tamper-events"),
    params=(Param("agent_id", "agent_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[TamperEvent]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("agents",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List what pointed to a tampered build of an agent."""

api_keys_list: Operation[ApiKeyPage] = Operation(
    "api_keys_list",
    "GET",
    "/v1/api-keys",
    ("/v1/api-keys",),
    params=(Param("page", "page", "query", "integer"), Param("per_page", "per_page", "query", "integer")),
    replies=(Reply("200", "ApiKeyPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("api_keys",),
    security=("bearer", "dpop"),
)
"""List API keys, page by page.

The keys themselves are not part of it, only their prefixes.
"""

api_keys_create: Operation[ApiKeyCreateResult] = Operation(
    "api_keys_create",
    "POST",
    "/v1/api-keys",
    ("/v1/api-keys",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "ApiKeysCreateBody", required=True),),
    replies=(Reply("200", "ApiKeyCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("api_keys",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create an API key.

The answer is the only place where the key is ever shown. Without any of the expiry members the key lasts 90
days; an explicit null would make it last for ever, so none is sent.
"""

api_keys_revoke: Operation[ApiKeyRevokeResult] = Operation(
    "api_keys_revoke",
    "DELETE",
    "/v1/api-keys/{key_id}",
    ("/v1/api-keys/", ""),
    params=(
        Param("key_id", "key_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "ApiKeyRevokeResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("api_keys",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Revoke an API key."""

audit_logs_list: Operation[AuditLogPage] = Operation(
    "audit_logs_list",
    "GET",
    "/v1/audit-logs",
    ("/v1/audit-logs",),
    params=(
        Param("page", "page", "query", "integer"),
        Param("per_page", "per_page", "query", "integer"),
        Param("action", "action", "query", "string"),
        Param("resource_type", "resource_type", "query", "string"),
    ),
    replies=(Reply("200", "AuditLogPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("audit_logs",),
    security=("bearer", "dpop"),
)
"""List audit entries, page by page."""

audit_logs_events: Operation[AuditEventPage] = Operation(
    "audit_logs_events",
    "GET",
    "/v1/audit-logs/events",
    ("/v1/audit-logs/events",),
    params=(
        Param("cursor", "cursor", "query", "string"),
        Param("limit", "limit", "query", "integer"),
        Param("action", "action", "query", "string"),
        Param("action_prefix", "action_prefix", "query", "string"),
        Param("resource_type", "resource_type", "query", "string"),
    ),
    replies=(Reply("200", "AuditEventPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("cursor", "data", other={"next": "meta.next_cursor"}),
    tags=("audit_logs",),
    security=("bearer", "dpop"),
)
"""Read the audit stream from a cursor on.

Meant for exports: entries can be delivered more than once, and are told apart by the member that
`meta.dedupe_on` names.
"""

crypto_mint_client_token: Operation[ClientTokenResult] = Operation(
    "crypto_mint_client_token",
    "POST",
    "/v1/client-tokens",
    ("/v1/client-tokens",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "CryptoMintClientTokenBody", required=True),),
    replies=(Reply("200", "ClientTokenResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Mint a short-lived token for a browser or an app.

`data` belongs to decrypt and detokenize, `vault` and `origins` to tokenize.
"""

clients_list: Operation[ClientPage] = Operation(
    "clients_list",
    "GET",
    "/v1/clients",
    ("/v1/clients",),
    params=(Param("page", "page", "query", "integer"), Param("per_page", "per_page", "query", "integer")),
    replies=(Reply("200", "ClientPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("clients",),
    security=("bearer", "dpop"),
)
"""List clients, page by page.

A client is something that may call routes: a server, an agent, a device.
"""

clients_create: Operation[ClientFull] = Operation(
    "clients_create",
    "POST",
    "/v1/clients",
    ("/v1/clients",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "ClientsCreateBody", required=True),),
    replies=(Reply("200", "ClientFull", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create a client."""

clients_get: Operation[ClientDetail] = Operation(
    "clients_get",
    "GET",
    "/v1/clients/{client_id}",
    ("/v1/clients/", ""),
    params=(Param("client_id", "client_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "ClientDetail", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read one client with the routes it is assigned to."""

clients_delete: Operation[None] = Operation(
    "clients_delete",
    "DELETE",
    "/v1/clients/{client_id}",
    ("/v1/clients/", ""),
    params=(
        Param("client_id", "client_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Delete a client."""

clients_update: Operation[ClientFull] = Operation(
    "clients_update",
    "PATCH",
    "/v1/clients/{client_id}",
    ("/v1/clients/", ""),
    params=(
        Param("client_id", "client_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "ClientsUpdateBody", required=True),),
    replies=(Reply("200", "ClientFull", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change a client.

Members that are left out keep their value; null takes a value back where there need be none.
"""

clients_list_credentials: Operation[list[ClientCredential]] = Operation(
    "clients_list_credentials",
    "GET",
    "/v1/clients/{client_id}/credentials",
    ("/v1/clients/", "/credentials"),
    params=(Param("client_id", "client_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[ClientCredential]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List the credentials by which a client is recognised."""

clients_create_credential: Operation[ClientCredential] = Operation(
    "clients_create_credential",
    "POST",
    "/v1/clients/{client_id}/credentials",
    ("/v1/clients/", "/credentials"),
    params=(
        Param("client_id", "client_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "ClientsCreateCredentialBody", required=True),),
    replies=(Reply("200", "ClientCredential", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Give a client another credential.

Where the server makes the key pair, `reveal` holds it, this once.
"""

clients_delete_credential: Operation[None] = Operation(
    "clients_delete_credential",
    "DELETE",
    "/v1/clients/{client_id}/credentials/{credential_id}",
    ("/v1/clients/", "/credentials/", ""),
    params=(
        Param("client_id", "client_id", "path", "string", required=True, style="simple", explode=False),
        Param("credential_id", "credential_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Delete a client's credential."""

clients_update_credential: Operation[ClientCredential] = Operation(
    "clients_update_credential",
    "PATCH",
    "/v1/clients/{client_id}/credentials/{credential_id}",
    ("/v1/clients/", "/credentials/", ""),
    params=(
        Param("client_id", "client_id", "path", "string", required=True, style="simple", explode=False),
        Param("credential_id", "credential_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "ClientsUpdateCredentialBody", required=True),),
    replies=(Reply("200", "ClientCredential", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Enable, disable or relabel a client's credential."""

crypto_list_keys: Operation[list[TransitKeyListItem]] = Operation(
    "crypto_list_keys",
    "GET",
    "/v1/crypto/keys",
    ("/v1/crypto/keys",),
    replies=(Reply("200", "list[TransitKeyListItem]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List transit keys."""

crypto_create_key: Operation[TransitKey] = Operation(
    "crypto_create_key",
    "POST",
    "/v1/crypto/keys",
    ("/v1/crypto/keys",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "CryptoCreateKeyBody", required=True),),
    replies=(Reply("200", "TransitKey", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create a transit key.

Both its mode and its type are open: servers add to them.
"""

crypto_get_key: Operation[TransitKey] = Operation(
    "crypto_get_key",
    "GET",
    "/v1/crypto/keys/{name}",
    ("/v1/crypto/keys/", ""),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "TransitKey", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read one transit key."""

crypto_update_key: Operation[KeyUpdateResult] = Operation(
    "crypto_update_key",
    "PATCH",
    "/v1/crypto/keys/{name}",
    ("/v1/crypto/keys/", ""),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoUpdateKeyBody", required=True),),
    replies=(Reply("200", "KeyUpdateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Allow or forbid the deletion of a key."""

crypto_decrypt: Operation[DecryptResult] = Operation(
    "crypto_decrypt",
    "POST",
    "/v1/crypto/keys/{name}/decrypt",
    ("/v1/crypto/keys/", "/decrypt"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("format", "format_", "query", "string"),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoDecryptBody", required=True),),
    replies=(Reply("200", "DecryptResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Decrypt a ciphertext under a named key.

Which version of the key is needed is written in the ciphertext.
"""

crypto_encrypt: Operation[EncryptResult] = Operation(
    "crypto_encrypt",
    "POST",
    "/v1/crypto/keys/{name}/encrypt",
    ("/v1/crypto/keys/", "/encrypt"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoEncryptBody", required=True),),
    replies=(Reply("200", "EncryptResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Encrypt under the newest version of a named key.

Text goes into `plaintext`, other bytes into `plaintext_b64`.
"""

crypto_sign_jwt: Operation[JwtSignResult] = Operation(
    "crypto_sign_jwt",
    "POST",
    "/v1/crypto/keys/{name}/jwt",
    ("/v1/crypto/keys/", "/jwt"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoSignJwtBody", required=True),),
    replies=(Reply("200", "JwtSignResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Sign claims as a JWT."""

crypto_verify_jwt: Operation[JwtVerifyResult] = Operation(
    "crypto_verify_jwt",
    "POST",
    "/v1/crypto/keys/{name}/jwt/verify",
    ("/v1/crypto/keys/", "/jwt/verify"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoVerifyJwtBody", required=True),),
    replies=(Reply("200", "JwtVerifyResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Verify a JWT.

An invalid token is an answer with `valid` false, not an error.
"""

crypto_get_public_key: Operation[PublicKeyResult] = Operation(
    "crypto_get_public_key",
    "GET",
    "/v1/crypto/keys/{name}/public-key",
    ("/v1/crypto/keys/", "/public-key"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("version", "version", "query", "integer"),
    ),
    replies=(Reply("200", "PublicKeyResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read the public half of an asymmetric key."""

crypto_rewrap: Operation[RewrapResult] = Operation(
    "crypto_rewrap",
    "POST",
    "/v1/crypto/keys/{name}/rewrap",
    ("/v1/crypto/keys/", "/rewrap"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoRewrapBody", required=True),),
    replies=(Reply("200", "RewrapResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Encrypt a ciphertext anew under the newest version of its key."""

crypto_rotate_key: Operation[KeyRotateResult] = Operation(
    "crypto_rotate_key",
    "POST",
    "/v1/crypto/keys/{name}/rotate",
    ("/v1/crypto/keys/", "/rotate"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "EmptyObject", required=True),),
    replies=(Reply("200", "KeyRotateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Make a new version of a key.

Older versions go on decrypting.
"""

crypto_sign: Operation[SignResult] = Operation(
    "crypto_sign",
    "POST",
    "/v1/crypto/keys/{name}/sign",
    ("/v1/crypto/keys/", "/sign"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoSignBody", required=True),),
    replies=(Reply("200", "SignResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Sign data with a named key.

Text goes into `data`, other bytes into `data_b64`.
"""

crypto_verify: Operation[VerifyResult] = Operation(
    "crypto_verify",
    "POST",
    "/v1/crypto/keys/{name}/verify",
    ("/v1/crypto/keys/", "/verify"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoVerifyBody", required=True),),
    replies=(Reply("200", "VerifyResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Verify a signature over data.

A wrong signature is an answer with `valid` false, not an error.
"""

crypto_destroy_key_version: Operation[KeyVersionDestroyResult] = Operation(
    "crypto_destroy_key_version",
    "DELETE",
    "/v1/crypto/keys/{name}/versions/{version}",
    ("/v1/crypto/keys/", "/versions/", ""),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("version", "version", "path", "integer", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "KeyVersionDestroyResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Destroy one version of a key for good.

Whatever was encrypted under it can no longer be read.
"""

crypto_sign_webhook: Operation[WebhookSignResult] = Operation(
    "crypto_sign_webhook",
    "POST",
    "/v1/crypto/keys/{name}/webhook-sign",
    ("/v1/crypto/keys/", "/webhook-sign"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "CryptoSignWebhookBody", required=True),),
    replies=(Reply("200", "WebhookSignResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Sign a payload the way webhooks are signed."""

crypto_decrypt_data: Operation[DecryptDataResult] = Operation(
    "crypto_decrypt_data",
    "POST",
    "/v1/decrypt",
    ("/v1/decrypt",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "CryptoDecryptDataBody", required=True),),
    replies=(Reply("200", "DecryptDataResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Decrypt values in whatever structure they are."""

dynamic_db_list: Operation[list[DbConnection]] = Operation(
    "dynamic_db_list",
    "GET",
    "/v1/dyn-db-credentials",
    ("/v1/dyn-db-credentials",),
    replies=(Reply("200", "list[DbConnection]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List database connections."""

dynamic_db_create: Operation[DbConnectionCreateResult] = Operation(
    "dynamic_db_create",
    "POST",
    "/v1/dyn-db-credentials",
    ("/v1/dyn-db-credentials",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "DynamicDbCreateBody", required=True),),
    replies=(Reply("200", "DbConnectionCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Add a database connection.

Which members are needed depends on `execution_mode`: the admin login for `direct`, the agent for `agent`, the
`ssh_` members for `ssh_tunnel`, the `iam_` members for `iam`.
"""

dynamic_db_list_leases: Operation[DbLeaseList] = Operation(
    "dynamic_db_list_leases",
    "GET",
    "/v1/dyn-db-credentials/leases",
    ("/v1/dyn-db-credentials/leases",),
    params=(
        Param("limit", "limit", "query", "integer"),
        Param("offset", "offset", "query", "integer"),
        Param("connection", "connection", "query", "string"),
    ),
    replies=(Reply("200", "DbLeaseList", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("offset", "leases"),
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List issued database credentials, in slices by limit and offset.

The slice's own data stand inside `data`, beside the leases.
"""

dynamic_db_revoke_lease: Operation[LeaseRevokeResult] = Operation(
    "dynamic_db_revoke_lease",
    "POST",
    "/v1/dyn-db-credentials/leases/{lease_id}/revoke",
    ("/v1/dyn-db-credentials/leases/", "/revoke"),
    params=(
        Param("lease_id", "lease_id", "path", "any", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "EmptyObject", required=True),),
    replies=(Reply("200", "LeaseRevokeResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Revoke issued database credentials before they expire."""

dynamic_db_mint: Operation[MintedDbCredential] = Operation(
    "dynamic_db_mint",
    "POST",
    "/v1/dyn-db-credentials/{connection_name}/creds/{role}",
    ("/v1/dyn-db-credentials/", "/creds/", ""),
    params=(
        Param("connection_name", "connection_name", "path", "string", required=True, style="simple", explode=False),
        Param("role", "role", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "DynamicDbMintBody", required=True),),
    replies=(Reply("200", "MintedDbCredential", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Issue database credentials for a role.

The answer is the only place where the password is ever shown.
"""

dynamic_db_list_roles: Operation[list[DbRole]] = Operation(
    "dynamic_db_list_roles",
    "GET",
    "/v1/dyn-db-credentials/{connection_name}/roles",
    ("/v1/dyn-db-credentials/", "/roles"),
    params=(
        Param("connection_name", "connection_name", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "list[DbRole]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List the roles of a connection."""

dynamic_db_create_role: Operation[DbRoleCreateResult] = Operation(
    "dynamic_db_create_role",
    "POST",
    "/v1/dyn-db-credentials/{connection_name}/roles",
    ("/v1/dyn-db-credentials/", "/roles"),
    params=(
        Param("connection_name", "connection_name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "DynamicDbCreateRoleBody", required=True),),
    replies=(Reply("200", "DbRoleCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Add a role to a connection.

A named template or SQL of one's own says how its logins are made.
"""

dynamic_db_delete_role: Operation[NameDeleteResult] = Operation(
    "dynamic_db_delete_role",
    "DELETE",
    "/v1/dyn-db-credentials/{connection_name}/roles/{role}",
    ("/v1/dyn-db-credentials/", "/roles/", ""),
    params=(
        Param("connection_name", "connection_name", "path", "string", required=True, style="simple", explode=False),
        Param("role", "role", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "NameDeleteResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Delete a role of a connection.

The answer names what was deleted.
"""

dynamic_db_update_role: Operation[DbUpdateResult] = Operation(
    "dynamic_db_update_role",
    "PATCH",
    "/v1/dyn-db-credentials/{connection_name}/roles/{role}",
    ("/v1/dyn-db-credentials/", "/roles/", ""),
    params=(
        Param("connection_name", "connection_name", "path", "string", required=True, style="simple", explode=False),
        Param("role", "role", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "DynamicDbUpdateRoleBody", required=True),),
    replies=(Reply("200", "DbUpdateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change a role of a connection.

Members that are left out keep their value; null takes a value back where there need be none.
"""

dynamic_db_get: Operation[DbConnection] = Operation(
    "dynamic_db_get",
    "GET",
    "/v1/dyn-db-credentials/{name}",
    ("/v1/dyn-db-credentials/", ""),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "DbConnection", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read one database connection.

Its passwords and keys are not part of it.
"""

dynamic_db_delete: Operation[NameDeleteResult] = Operation(
    "dynamic_db_delete",
    "DELETE",
    "/v1/dyn-db-credentials/{name}",
    ("/v1/dyn-db-credentials/", ""),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "NameDeleteResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Delete a database connection.

The answer names what was deleted.
"""

dynamic_db_update: Operation[DbUpdateResult] = Operation(
    "dynamic_db_update",
    "PATCH",
    "/v1/dyn-db-credentials/{name}",
    ("/v1/dyn-db-credentials/", ""),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "DynamicDbUpdateBody", required=True),),
    replies=(Reply("200", "DbUpdateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change a database connection.

Members that are left out keep their value; null takes a value back where there need be none.
"""

dynamic_db_rotate_ssh_key: Operation[RotateSshKeyResult] = Operation(
    "dynamic_db_rotate_ssh_key",
    "POST",
    "/v1/dyn-db-credentials/{name}/rotate-ssh-key",
    ("/v1/dyn-db-credentials/", "/rotate-ssh-key"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "DynamicDbRotateSshKeyBody", required=True),),
    replies=(Reply("200", "RotateSshKeyResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("dynamic_db",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Replace the SSH key of a connection."""

crypto_encrypt_data: Operation[EncryptDataEnveloped | EncryptDataBare] = Operation(
    "crypto_encrypt_data",
    "POST",
    "/v1/encrypt",
    ("/v1/encrypt",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "CryptoEncryptDataBody", required=True),),
    replies=(Reply("200", "EncryptDataEnveloped | EncryptDataBare", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
)
"""Encrypt a value in whatever structure it is."""

crypto_get_sealing_bundle: Operation[SealingBundle] = Operation(
    "crypto_get_sealing_bundle",
    "GET",
    "/v1/encrypt/sealing-bundle",
    ("/v1/encrypt/sealing-bundle",),
    params=(Param("key", "key", "query", "string"),),
    replies=(Reply("200", "SealingBundle", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read what a browser needs to seal data for a key."""

environments_list: Operation[list[Environment]] = Operation(
    "environments_list",
    "GET",
    "/v1/environments",
    ("/v1/environments",),
    replies=(Reply("200", "list[Environment]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("environments",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List environments.

All of them: this list has no pages.
"""

environments_create: Operation[EnvironmentFull] = Operation(
    "environments_create",
    "POST",
    "/v1/environments",
    ("/v1/environments",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "EnvironmentsCreateBody", required=True),),
    replies=(Reply("200", "EnvironmentFull", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("environments",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create an environment."""

environments_delete: Operation[None] = Operation(
    "environments_delete",
    "DELETE",
    "/v1/environments/{env_id}",
    ("/v1/environments/", ""),
    params=(
        Param("env_id", "env_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("environments",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Delete an environment."""

environments_update: Operation[EnvironmentFull] = Operation(
    "environments_update",
    "PATCH",
    "/v1/environments/{env_id}",
    ("/v1/environments/", ""),
    params=(
        Param("env_id", "env_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "EnvironmentsUpdateBody", required=True),),
    replies=(Reply("200", "EnvironmentFull", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("environments",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change an environment.

Members that are left out keep their value; null takes a value back where there need be none.
"""

crypto_inspect: Operation[InspectResult] = Operation(
    "crypto_inspect",
    "POST",
    "/v1/inspect",
    ("/v1/inspect",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "CryptoInspectBody", required=True),),
    replies=(Reply("200", "InspectResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("crypto",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Say whether, and how, a value is encrypted."""

oauth_clients_list: Operation[list[OAuthClient]] = Operation(
    "oauth_clients_list",
    "GET",
    "/v1/oauth-clients",
    ("/v1/oauth-clients",),
    replies=(Reply("200", "list[OAuthClient]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("oauth_clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List OAuth clients.

Their secrets are not part of it.
"""

oauth_clients_create: Operation[OAuthClientCreateResult] = Operation(
    "oauth_clients_create",
    "POST",
    "/v1/oauth-clients",
    ("/v1/oauth-clients",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "OauthClientsCreateBody", required=True),),
    replies=(Reply("200", "OAuthClientCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("oauth_clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data", "x-fold": ["warning"]},
)
"""Register an OAuth client.

The answer is the only place where the secret of a confidential client is ever shown; a warning about that
stands beside the data.
"""

oauth_clients_get: Operation[OAuthClientDetail] = Operation(
    "oauth_clients_get",
    "GET",
    "/v1/oauth-clients/{oauth_client_id}",
    ("/v1/oauth-clients/", ""),
    params=(
        Param("oauth_client_id", "oauth_client_id", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "OAuthClientDetail", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("oauth_clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read one OAuth client."""

oauth_clients_revoke: Operation[OAuthClientRevokeResult] = Operation(
    "oauth_clients_revoke",
    "DELETE",
    "/v1/oauth-clients/{oauth_client_id}",
    ("/v1/oauth-clients/", ""),
    params=(
        Param("oauth_client_id", "oauth_client_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "OAuthClientRevokeResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("oauth_clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Revoke an OAuth client."""

oauth_clients_update: Operation[OAuthClientUpdateResult] = Operation(
    "oauth_clients_update",
    "PATCH",
    "/v1/oauth-clients/{oauth_client_id}",
    ("/v1/oauth-clients/", ""),
    params=(
        Param("oauth_client_id", "oauth_client_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "OauthClientsUpdateBody", required=True),),
    replies=(Reply("200", "OAuthClientUpdateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("oauth_clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change an OAuth client.

Members that are left out keep their value; null takes a value back where there need be none.
"""

oauth_clients_rotate_secret: Operation[OAuthClientRotateSecretResult] = Operation(
    "oauth_clients_rotate_secret",
    "POST",
    "/v1/oauth-clients/{oauth_client_id}/rotate-secret",
    ("/v1/oauth-clients/", "/rotate-secret"),
    params=(
        Param("oauth_client_id", "oauth_client_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "OAuthClientRotateSecretResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("oauth_clients",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data", "x-fold": ["warning"]},
)
"""Replace the secret of an OAuth client.

The answer is the only place where the new one is ever shown; a warning about that stands beside the data.
"""

pki_list_roots: Operation[list[CARoot]] = Operation(
    "pki_list_roots",
    "GET",
    "/v1/pki/roots",
    ("/v1/pki/roots",),
    replies=(Reply("200", "list[CARoot]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("pki",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List certificate authorities."""

pki_create_root: Operation[CreateRootResult] = Operation(
    "pki_create_root",
    "POST",
    "/v1/pki/roots",
    ("/v1/pki/roots",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "PkiCreateRootBody", required=True),),
    replies=(Reply("200", "CreateRootResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("pki",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create a certificate authority.

Its first intermediate is made with it.
"""

pki_get_root_cert: Operation[str] = Operation(
    "pki_get_root_cert",
    "GET",
    "/v1/pki/roots/{name}/cert",
    ("/v1/pki/roots/", "/cert"),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "str", ("text/x-pem-file",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("pki",),
    security=("bearer", "dpop"),
)
"""Read the certificate of an authority as PEM text."""

pki_get_crl: Operation[str] = Operation(
    "pki_get_crl",
    "GET",
    "/v1/pki/roots/{name}/crl",
    ("/v1/pki/roots/", "/crl"),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "str", ("text/plain",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("pki",),
    security=("bearer", "dpop"),
)
"""Read the revocation list of an authority as text."""

pki_rotate_intermediate: Operation[RotateIntermediateResult] = Operation(
    "pki_rotate_intermediate",
    "POST",
    "/v1/pki/roots/{name}/rotate-intermediate",
    ("/v1/pki/roots/", "/rotate-intermediate"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "EmptyObject", required=True),),
    replies=(Reply("200", "RotateIntermediateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("pki",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Replace the intermediate that signs for an authority."""

pki_issue_cert: Operation[IssuedCertificate] = Operation(
    "pki_issue_cert",
    "POST",
    "/v1/pki/roots/{root_name}/issue/{role}",
    ("/v1/pki/roots/", "/issue/", ""),
    params=(
        Param("root_name", "root_name", "path", "string", required=True, style="simple", explode=False),
        Param("role", "role", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "PkiIssueCertBody", required=True),),
    replies=(Reply("200", "IssuedCertificate", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("pki",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Issue a certificate under a role.

The answer is the only place where the private key is ever shown.
"""

pki_revoke_cert: Operation[RevokeCertResult] = Operation(
    "pki_revoke_cert",
    "POST",
    "/v1/pki/roots/{root_name}/revoke",
    ("/v1/pki/roots/", "/revoke"),
    params=(
        Param("root_name", "root_name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "PkiRevokeCertBody", required=True),),
    replies=(Reply("200", "RevokeCertResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("pki",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Revoke an issued certificate."""

pki_list_roles: Operation[list[CARole]] = Operation(
    "pki_list_roles",
    "GET",
    "/v1/pki/roots/{root_name}/roles",
    ("/v1/pki/roots/", "/roles"),
    params=(Param("root_name", "root_name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[CARole]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("pki",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List the roles of an authority."""

pki_create_role: Operation[CARole] = Operation(
    "pki_create_role",
    "POST",
    "/v1/pki/roots/{root_name}/roles",
    ("/v1/pki/roots/", "/roles"),
    params=(
        Param("root_name", "root_name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "PkiCreateRoleBody", required=True),),
    replies=(Reply("200", "CARole", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("pki",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Add a role to an authority.

A role bounds the names and life times of what may be issued under it.
"""

ephemeral_get: Operation[bytes] = Operation(
    "ephemeral_get",
    "GET",
    "/v1/proxy",
    ("/v1/proxy",),
    params=(
        Param("X-Knox-Proxy-URL", "x_knox_proxy_url", "header", "string", required=True, style="simple", explode=False),
        Param("X-Knox-Encrypted", "x_knox_encrypted", "header", "string", style="simple", explode=False),
        Param("X-Knox-Timeout-Ms", "x_knox_timeout_ms", "header", "string", style="simple", explode=False),
        Param("X-Knox-Proxy-Mode", "x_knox_proxy_mode", "header", "string", style="simple", explode=False),
        Param(
            "X-Knox-Upstream-Authorization",
            "x_knox_upstream_authorization",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Secret",
            "x_knox_upstream_auth_secret",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Scheme",
            "x_knox_upstream_auth_scheme",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
    ),
    replies=(Reply("2XX", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "bytes", ("application/octet-stream",)),),
    idempotency="safe",
    tags=("ephemeral",),
    security=("bearer", "dpop"),
)
"""Call an upstream through the gateway without a route: GET."""

ephemeral_put: Operation[bytes] = Operation(
    "ephemeral_put",
    "PUT",
    "/v1/proxy",
    ("/v1/proxy",),
    params=(
        Param("X-Knox-Proxy-URL", "x_knox_proxy_url", "header", "string", required=True, style="simple", explode=False),
        Param("X-Knox-Encrypted", "x_knox_encrypted", "header", "string", style="simple", explode=False),
        Param("X-Knox-Timeout-Ms", "x_knox_timeout_ms", "header", "string", style="simple", explode=False),
        Param("X-Knox-Proxy-Mode", "x_knox_proxy_mode", "header", "string", style="simple", explode=False),
        Param(
            "X-Knox-Upstream-Authorization",
            "x_knox_upstream_authorization",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Secret",
            "x_knox_upstream_auth_secret",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Scheme",
            "x_knox_upstream_auth_scheme",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
    ),
    bodies=(Body("application/octet-stream", "raw", ""),),
    replies=(Reply("2XX", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "bytes", ("application/octet-stream",)),),
    idempotency="ignored",
    tags=("ephemeral",),
    security=("bearer", "dpop"),
)
"""Call an upstream through the gateway without a route: PUT."""

ephemeral_post: Operation[bytes] = Operation(
    "ephemeral_post",
    "POST",
    "/v1/proxy",
    ("/v1/proxy",),
    params=(
        Param("X-Knox-Proxy-URL", "x_knox_proxy_url", "header", "string", required=True, style="simple", explode=False),
        Param("X-Knox-Encrypted", "x_knox_encrypted", "header", "string", style="simple", explode=False),
        Param("X-Knox-Timeout-Ms", "x_knox_timeout_ms", "header", "string", style="simple", explode=False),
        Param("X-Knox-Proxy-Mode", "x_knox_proxy_mode", "header", "string", style="simple", explode=False),
        Param(
            "X-Knox-Upstream-Authorization",
            "x_knox_upstream_authorization",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Secret",
            "x_knox_upstream_auth_secret",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Scheme",
            "x_knox_upstream_auth_scheme",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
    ),
    bodies=(Body("application/octet-stream", "raw", ""),),
    replies=(Reply("2XX", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "bytes", ("application/octet-stream",)),),
    idempotency="ignored",
    tags=("ephemeral",),
    security=("bearer", "dpop"),
)
"""Call an upstream through the gateway without a route: POST."""

ephemeral_delete: Operation[bytes] = Operation(
    "ephemeral_delete",
    "DELETE",
    "/v1/proxy",
    ("/v1/proxy",),
    params=(
        Param("X-Knox-Proxy-URL", "x_knox_proxy_url", "header", "string", required=True, style="simple", explode=False),
        Param("X-Knox-Encrypted", "x_knox_encrypted", "header", "string", style="simple", explode=False),
        Param("X-Knox-Timeout-Ms", "x_knox_timeout_ms", "header", "string", style="simple", explode=False),
        Param("X-Knox-Proxy-Mode", "x_knox_proxy_mode", "header", "string", style="simple", explode=False),
        Param(
            "X-Knox-Upstream-Authorization",
            "x_knox_upstream_authorization",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Secret",
            "x_knox_upstream_auth_secret",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Scheme",
            "x_knox_upstream_auth_scheme",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
    ),
    bodies=(Body("application/octet-stream", "raw", ""),),
    replies=(Reply("2XX", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "bytes", ("application/octet-stream",)),),
    idempotency="ignored",
    tags=("ephemeral",),
    security=("bearer", "dpop"),
)
"""Call an upstream through the gateway without a route: DELETE."""

ephemeral_patch: Operation[bytes] = Operation(
    "ephemeral_patch",
    "PATCH",
    "/v1/proxy",
    ("/v1/proxy",),
    params=(
        Param("X-Knox-Proxy-URL", "x_knox_proxy_url", "header", "string", required=True, style="simple", explode=False),
        Param("X-Knox-Encrypted", "x_knox_encrypted", "header", "string", style="simple", explode=False),
        Param("X-Knox-Timeout-Ms", "x_knox_timeout_ms", "header", "string", style="simple", explode=False),
        Param("X-Knox-Proxy-Mode", "x_knox_proxy_mode", "header", "string", style="simple", explode=False),
        Param(
            "X-Knox-Upstream-Authorization",
            "x_knox_upstream_authorization",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Secret",
            "x_knox_upstream_auth_secret",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
        Param(
            "X-Knox-Upstream-Auth-Scheme",
            "x_knox_upstream_auth_scheme",
            "header",
            "string",
            style="simple",
            explode=False,
        ),
    ),
    bodies=(Body("application/octet-stream", "raw", ""),),
    replies=(Reply("2XX", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "bytes", ("application/octet-stream",)),),
    idempotency="ignored",
    tags=("ephemeral",),
    security=("bearer", "dpop"),
)
"""Call an upstream through the gateway without a route: PATCH."""

routes_list: Operation[RoutePage] = Operation(
    "routes_list",
    "GET",
    "/v1/routes",
    ("/v1/routes",),
    params=(Param("page", "page", "query", "integer"), Param("per_page", "per_page", "query", "integer")),
    replies=(Reply("200", "RoutePage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("routes",),
    security=("bearer", "dpop"),
)
"""List routes, page by page."""

routes_create: Operation[RouteFull] = Operation(
    "routes_create",
    "POST",
    "/v1/routes",
    ("/v1/routes",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "RoutesCreateBody", required=True),),
    replies=(Reply("200", "RouteFull", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create a route to an upstream."""

routes_get: Operation[RouteDetail] = Operation(
    "routes_get",
    "GET",
    "/v1/routes/{route_id}",
    ("/v1/routes/", ""),
    params=(Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "RouteDetail", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read one route."""

routes_delete: Operation[None] = Operation(
    "routes_delete",
    "DELETE",
    "/v1/routes/{route_id}",
    ("/v1/routes/", ""),
    params=(
        Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Delete a route."""

routes_update: Operation[RouteFull] = Operation(
    "routes_update",
    "PATCH",
    "/v1/routes/{route_id}",
    ("/v1/routes/", ""),
    params=(
        Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "RoutesUpdateBody", required=True),),
    replies=(Reply("200", "RouteFull", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change a route.

Members that are left out keep their value; null takes a value back where there need be none.
"""

routes_list_actions: Operation[list[RouteAction]] = Operation(
    "routes_list_actions",
    "GET",
    "/v1/routes/{route_id}/actions",
    ("/v1/routes/", "/actions"),
    params=(Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[RouteAction]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List what a route encrypts, decrypts and tokenizes on the way."""

routes_create_action: Operation[RouteAction] = Operation(
    "routes_create_action",
    "POST",
    "/v1/routes/{route_id}/actions",
    ("/v1/routes/", "/actions"),
    params=(
        Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "RoutesCreateActionBody", required=True),),
    replies=(Reply("200", "RouteAction", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Have a route encrypt, decrypt or tokenize parts of its traffic."""

routes_delete_action: Operation[None] = Operation(
    "routes_delete_action",
    "DELETE",
    "/v1/routes/{route_id}/actions/{action_id}",
    ("/v1/routes/", "/actions/", ""),
    params=(
        Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),
        Param("action_id", "action_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Remove an action from a route."""

routes_list_environments: Operation[list[RouteEnvironmentListItem]] = Operation(
    "routes_list_environments",
    "GET",
    "/v1/routes/{route_id}/environments",
    ("/v1/routes/", "/environments"),
    params=(Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[RouteEnvironmentListItem]", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List what a route does differently per environment."""

routes_upsert_environment: Operation[RouteEnvironmentConfig] = Operation(
    "routes_upsert_environment",
    "PUT",
    "/v1/routes/{route_id}/environments/{env_name}",
    ("/v1/routes/", "/environments/", ""),
    params=(
        Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),
        Param("env_name", "env_name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "RoutesUpsertEnvironmentBody", required=True),),
    replies=(Reply("200", "RouteEnvironmentConfig", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Say what a route does differently in an environment.

Made where it was not there, changed where it was.
"""

routes_delete_environment: Operation[None] = Operation(
    "routes_delete_environment",
    "DELETE",
    "/v1/routes/{route_id}/environments/{env_name}",
    ("/v1/routes/", "/environments/", ""),
    params=(
        Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),
        Param("env_name", "env_name", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("routes",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Have a route behave in an environment as it does by default."""

routes_get_logs: Operation[RouteLogPage] = Operation(
    "routes_get_logs",
    "GET",
    "/v1/routes/{route_id}/logs",
    ("/v1/routes/", "/logs"),
    params=(
        Param("route_id", "route_id", "path", "string", required=True, style="simple", explode=False),
        Param("page", "page", "query", "integer"),
        Param("per_page", "per_page", "query", "integer"),
    ),
    replies=(Reply("200", "RouteLogPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("routes",),
    security=("bearer", "dpop"),
)
"""List the calls that went through a route, page by page."""

secrets_list: Operation[SecretPage] = Operation(
    "secrets_list",
    "GET",
    "/v1/secrets",
    ("/v1/secrets",),
    params=(Param("page", "page", "query", "integer"), Param("per_page", "per_page", "query", "integer")),
    replies=(Reply("200", "SecretPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("secrets",),
    security=("bearer", "dpop"),
)
"""List secrets, page by page.

Their values are not part of it.
"""

secrets_create: Operation[SecretCreateResult] = Operation(
    "secrets_create",
    "POST",
    "/v1/secrets",
    ("/v1/secrets",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "SecretsCreateBody", required=True),),
    replies=(Reply("200", "SecretCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Store a secret."""

secrets_create_certificate: Operation[SecretCreateResult] = Operation(
    "secrets_create_certificate",
    "POST",
    "/v1/secrets/certificate",
    ("/v1/secrets/certificate",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "SecretsCreateCertificateBody", required=True),),
    replies=(Reply("200", "SecretCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Store a certificate, with its key if there is one."""

secrets_create_oauth2: Operation[SecretCreateResult] = Operation(
    "secrets_create_oauth2",
    "POST",
    "/v1/secrets/oauth2",
    ("/v1/secrets/oauth2",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "SecretsCreateOauth2Body", required=True),),
    replies=(Reply("200", "SecretCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Store the login of an OAuth 2 provider.

Where the provider needs a person's consent, `redirect_uri` and `connection_status` say what is left to do.
"""

secrets_get: Operation[Secret] = Operation(
    "secrets_get",
    "GET",
    "/v1/secrets/{secret_id}",
    ("/v1/secrets/", ""),
    params=(Param("secret_id", "secret_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "Secret", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read what is known about a secret, except its value."""

secrets_delete: Operation[None] = Operation(
    "secrets_delete",
    "DELETE",
    "/v1/secrets/{secret_id}",
    ("/v1/secrets/", ""),
    params=(
        Param("secret_id", "secret_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Delete a secret."""

secrets_update: Operation[SecretUpdateResult] = Operation(
    "secrets_update",
    "PATCH",
    "/v1/secrets/{secret_id}",
    ("/v1/secrets/", ""),
    params=(
        Param("secret_id", "secret_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "SecretsUpdateBody", required=True),),
    replies=(Reply("200", "SecretUpdateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change what is known about a secret, except its value.

Members that are left out keep their value; null takes a value back where there need be none.
"""

secrets_get_oauth_token: Operation[SecretOAuthToken] = Operation(
    "secrets_get_oauth_token",
    "GET",
    "/v1/secrets/{secret_id}/oauth2/token",
    ("/v1/secrets/", "/oauth2/token"),
    params=(
        Param("secret_id", "secret_id", "path", "string", required=True, style="simple", explode=False),
        Param("environment", "environment", "query", "string"),
    ),
    replies=(Reply("200", "SecretOAuthToken", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read the current access token of an OAuth 2 secret."""

secrets_set_value: Operation[SecretValueResult] = Operation(
    "secrets_set_value",
    "PUT",
    "/v1/secrets/{secret_id}/value",
    ("/v1/secrets/", "/value"),
    params=(
        Param("secret_id", "secret_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "SecretsSetValueBody", required=True),),
    replies=(Reply("200", "SecretValueResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("secrets",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Give a secret a new value.

Makes a new version, in one environment or in the base one.
"""

signup_create: Operation[SignupResult] = Operation(
    "signup_create",
    "POST",
    "/v1/signup",
    ("/v1/signup",),
    bodies=(Body("application/json", "json", "SignupCreateBody", required=True),),
    replies=(Reply("202", "SignupResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="ignored",
    tags=("signup",),
    security=(),
    ext={"x-unwrap": "data"},
)
"""Ask for a tenant.

Nothing exists yet when this is answered: a mail is to be confirmed, and the claim handle then exchanged. Open
to everyone.
"""

signup_claim: Operation[SignupClaimResult] = Operation(
    "signup_claim",
    "POST",
    "/v1/signup/claim",
    ("/v1/signup/claim",),
    bodies=(Body("application/json", "json", "SignupClaimBody", required=True),),
    replies=(
        Reply("200", "SignupClaimResult", ("application/json",)),
        Reply("202", "SignupClaimResult", ("application/json",)),
    ),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="ignored",
    tags=("signup",),
    security=(),
    ext={"x-unwrap": "data"},
)
"""Exchange a claim handle for the tenant it stands for.

202 while the mail is not confirmed: ask again after `poll_after_seconds`. The handle is all the proof there is,
so it is a secret.
"""

vaults_list: Operation[VaultPage] = Operation(
    "vaults_list",
    "GET",
    "/v1/vaults",
    ("/v1/vaults",),
    params=(Param("page", "page", "query", "integer"), Param("per_page", "per_page", "query", "integer")),
    replies=(Reply("200", "VaultPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("vaults",),
    security=("bearer", "dpop"),
)
"""List vaults, page by page."""

vaults_create: Operation[Vault] = Operation(
    "vaults_create",
    "POST",
    "/v1/vaults",
    ("/v1/vaults",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "VaultsCreateBody", required=True),),
    replies=(Reply("200", "Vault", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create a vault."""

vaults_get: Operation[VaultDetail] = Operation(
    "vaults_get",
    "GET",
    "/v1/vaults/{name_or_id}",
    ("/v1/vaults/", ""),
    params=(Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "VaultDetail", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read one vault with its counts."""

vaults_delete: Operation[DeleteResult] = Operation(
    "vaults_delete",
    "DELETE",
    "/v1/vaults/{name_or_id}",
    ("/v1/vaults/", ""),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "DeleteResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Delete a vault."""

vaults_update: Operation[Vault] = Operation(
    "vaults_update",
    "PATCH",
    "/v1/vaults/{name_or_id}",
    ("/v1/vaults/", ""),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "VaultsUpdateBody", required=True),),
    replies=(Reply("200", "Vault", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change a vault.

Members that are left out keep their value; null takes a value back where there need be none.
"""

vaults_rotate: Operation[RotateResult] = Operation(
    "vaults_rotate",
    "POST",
    "/v1/vaults/{name_or_id}/rotate",
    ("/v1/vaults/", "/rotate"),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "EmptyObject", required=True),),
    replies=(Reply("200", "RotateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Make a new version of the key of a vault."""

vaults_list_tokens: Operation[VaultTokenPage] = Operation(
    "vaults_list_tokens",
    "GET",
    "/v1/vaults/{name_or_id}/tokens",
    ("/v1/vaults/", "/tokens"),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("page", "page", "query", "integer"),
        Param("per_page", "per_page", "query", "integer"),
    ),
    replies=(Reply("200", "VaultTokenPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("vaults",),
    security=("bearer", "dpop"),
)
"""List the tokens of a vault, page by page.

The values behind them are not part of it.
"""

vaults_tokenize: Operation[VaultToken] = Operation(
    "vaults_tokenize",
    "POST",
    "/v1/vaults/{name_or_id}/tokens",
    ("/v1/vaults/", "/tokens"),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "VaultsTokenizeBody", required=True),),
    replies=(Reply("200", "VaultToken", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Put a value into a vault and get a token for it."""

vaults_bulk_tokenize: Operation[BulkTokenizeResult] = Operation(
    "vaults_bulk_tokenize",
    "POST",
    "/v1/vaults/{name_or_id}/tokens/bulk",
    ("/v1/vaults/", "/tokens/bulk"),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "VaultsBulkTokenizeBody", required=True),),
    replies=(Reply("200", "BulkTokenizeResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Put many values into a vault at once."""

vaults_detokenize: Operation[DetokenizeResult] = Operation(
    "vaults_detokenize",
    "GET",
    "/v1/vaults/{name_or_id}/tokens/{id_or_token}",
    ("/v1/vaults/", "/tokens/", ""),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("id_or_token", "id_or_token", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "DetokenizeResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read the value behind a token."""

vaults_delete_token: Operation[DeleteResult] = Operation(
    "vaults_delete_token",
    "DELETE",
    "/v1/vaults/{name_or_id}/tokens/{id_or_token}",
    ("/v1/vaults/", "/tokens/", ""),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("id_or_token", "id_or_token", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "DeleteResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Delete a token."""

vaults_update_token: Operation[TokenUpdateResult] = Operation(
    "vaults_update_token",
    "PATCH",
    "/v1/vaults/{name_or_id}/tokens/{id_or_token}",
    ("/v1/vaults/", "/tokens/", ""),
    params=(
        Param("name_or_id", "name_or_id", "path", "string", required=True, style="simple", explode=False),
        Param("id_or_token", "id_or_token", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "VaultsUpdateTokenBody", required=True),),
    replies=(Reply("200", "TokenUpdateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("vaults",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Replace the metadata of a token."""

webhooks_list: Operation[WebhookPage] = Operation(
    "webhooks_list",
    "GET",
    "/v1/webhooks",
    ("/v1/webhooks",),
    params=(Param("page", "page", "query", "integer"), Param("per_page", "per_page", "query", "integer")),
    replies=(Reply("200", "WebhookPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("webhooks",),
    security=("bearer", "dpop"),
)
"""List webhooks, page by page."""

webhooks_create: Operation[WebhookCreateResult] = Operation(
    "webhooks_create",
    "POST",
    "/v1/webhooks",
    ("/v1/webhooks",),
    params=(Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "WebhooksCreateBody", required=True),),
    replies=(Reply("200", "WebhookCreateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("webhooks",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Create a webhook.

The answer is the only place where the key that signs deliveries is ever shown.
"""

webhooks_list_event_types: Operation[WebhookEventTypesData] = Operation(
    "webhooks_list_event_types",
    "GET",
    "/v1/webhooks/event-types",
    ("/v1/webhooks/event-types",),
    replies=(Reply("200", "WebhookEventTypesData", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("webhooks",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""List the events that a webhook can ask for."""

webhooks_get: Operation[WebhookDetail] = Operation(
    "webhooks_get",
    "GET",
    "/v1/webhooks/{webhook_id}",
    ("/v1/webhooks/", ""),
    params=(Param("webhook_id", "webhook_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "WebhookDetail", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    tags=("webhooks",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Read one webhook."""

webhooks_delete: Operation[None] = Operation(
    "webhooks_delete",
    "DELETE",
    "/v1/webhooks/{webhook_id}",
    ("/v1/webhooks/", ""),
    params=(
        Param("webhook_id", "webhook_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("webhooks",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "none"},
)
"""Delete a webhook."""

webhooks_update: Operation[WebhookUpdateResult] = Operation(
    "webhooks_update",
    "PATCH",
    "/v1/webhooks/{webhook_id}",
    ("/v1/webhooks/", ""),
    params=(
        Param("webhook_id", "webhook_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "WebhooksUpdateBody", required=True),),
    replies=(Reply("200", "WebhookUpdateResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("webhooks",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Change a webhook.

Members that are left out keep their value. The method cannot be changed.
"""

webhooks_get_logs: Operation[WebhookLogPage] = Operation(
    "webhooks_get_logs",
    "GET",
    "/v1/webhooks/{webhook_id}/logs",
    ("/v1/webhooks/", "/logs"),
    params=(
        Param("webhook_id", "webhook_id", "path", "string", required=True, style="simple", explode=False),
        Param("page", "page", "query", "integer"),
        Param("per_page", "per_page", "query", "integer"),
    ),
    replies=(Reply("200", "WebhookLogPage", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="safe",
    pagination=Pagination("page", "data", other={"pages": "meta.total_pages"}),
    tags=("webhooks",),
    security=("bearer", "dpop"),
)
"""List the deliveries of a webhook, page by page."""

webhooks_test: Operation[WebhookTestResult] = Operation(
    "webhooks_test",
    "POST",
    "/v1/webhooks/{webhook_id}/test",
    ("/v1/webhooks/", "/test"),
    params=(
        Param("webhook_id", "webhook_id", "path", "string", required=True, style="simple", explode=False),
        Param("X-Idempotency-Key", "x_idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "WebhookTestResult", ("application/json",)),),
    errors=(Reply("default", "NestedError | FlatError", ("application/json",)),),
    idempotency="honoured",
    tags=("webhooks",),
    security=("bearer", "dpop"),
    ext={"x-unwrap": "data"},
)
"""Send a test delivery now.

How the receiver answered is the result; its failure is not an error of this call.
"""


OPERATIONS: Mapping[str, Operation[Any]] = {
    "oauth_token": oauth_token,
    "account_get": account_get,
    "account_get_usage": account_get_usage,
    "agents_list": agents_list,
    "agents_create": agents_create,
    "agents_revoke": agents_revoke,
    "agents_get_tamper_events": agents_get_tamper_events,
    "api_keys_list": api_keys_list,
    "api_keys_create": api_keys_create,
    "api_keys_revoke": api_keys_revoke,
    "audit_logs_list": audit_logs_list,
    "audit_logs_events": audit_logs_events,
    "crypto_mint_client_token": crypto_mint_client_token,
    "clients_list": clients_list,
    "clients_create": clients_create,
    "clients_get": clients_get,
    "clients_delete": clients_delete,
    "clients_update": clients_update,
    "clients_list_credentials": clients_list_credentials,
    "clients_create_credential": clients_create_credential,
    "clients_delete_credential": clients_delete_credential,
    "clients_update_credential": clients_update_credential,
    "crypto_list_keys": crypto_list_keys,
    "crypto_create_key": crypto_create_key,
    "crypto_get_key": crypto_get_key,
    "crypto_update_key": crypto_update_key,
    "crypto_decrypt": crypto_decrypt,
    "crypto_encrypt": crypto_encrypt,
    "crypto_sign_jwt": crypto_sign_jwt,
    "crypto_verify_jwt": crypto_verify_jwt,
    "crypto_get_public_key": crypto_get_public_key,
    "crypto_rewrap": crypto_rewrap,
    "crypto_rotate_key": crypto_rotate_key,
    "crypto_sign": crypto_sign,
    "crypto_verify": crypto_verify,
    "crypto_destroy_key_version": crypto_destroy_key_version,
    "crypto_sign_webhook": crypto_sign_webhook,
    "crypto_decrypt_data": crypto_decrypt_data,
    "dynamic_db_list": dynamic_db_list,
    "dynamic_db_create": dynamic_db_create,
    "dynamic_db_list_leases": dynamic_db_list_leases,
    "dynamic_db_revoke_lease": dynamic_db_revoke_lease,
    "dynamic_db_mint": dynamic_db_mint,
    "dynamic_db_list_roles": dynamic_db_list_roles,
    "dynamic_db_create_role": dynamic_db_create_role,
    "dynamic_db_delete_role": dynamic_db_delete_role,
    "dynamic_db_update_role": dynamic_db_update_role,
    "dynamic_db_get": dynamic_db_get,
    "dynamic_db_delete": dynamic_db_delete,
    "dynamic_db_update": dynamic_db_update,
    "dynamic_db_rotate_ssh_key": dynamic_db_rotate_ssh_key,
    "crypto_encrypt_data": crypto_encrypt_data,
    "crypto_get_sealing_bundle": crypto_get_sealing_bundle,
    "environments_list": environments_list,
    "environments_create": environments_create,
    "environments_delete": environments_delete,
    "environments_update": environments_update,
    "crypto_inspect": crypto_inspect,
    "oauth_clients_list": oauth_clients_list,
    "oauth_clients_create": oauth_clients_create,
    "oauth_clients_get": oauth_clients_get,
    "oauth_clients_revoke": oauth_clients_revoke,
    "oauth_clients_update": oauth_clients_update,
    "oauth_clients_rotate_secret": oauth_clients_rotate_secret,
    "pki_list_roots": pki_list_roots,
    "pki_create_root": pki_create_root,
    "pki_get_root_cert": pki_get_root_cert,
    "pki_get_crl": pki_get_crl,
    "pki_rotate_intermediate": pki_rotate_intermediate,
    "pki_issue_cert": pki_issue_cert,
    "pki_revoke_cert": pki_revoke_cert,
    "pki_list_roles": pki_list_roles,
    "pki_create_role": pki_create_role,
    "ephemeral_get": ephemeral_get,
    "ephemeral_put": ephemeral_put,
    "ephemeral_post": ephemeral_post,
    "ephemeral_delete": ephemeral_delete,
    "ephemeral_patch": ephemeral_patch,
    "routes_list": routes_list,
    "routes_create": routes_create,
    "routes_get": routes_get,
    "routes_delete": routes_delete,
    "routes_update": routes_update,
    "routes_list_actions": routes_list_actions,
    "routes_create_action": routes_create_action,
    "routes_delete_action": routes_delete_action,
    "routes_list_environments": routes_list_environments,
    "routes_upsert_environment": routes_upsert_environment,
    "routes_delete_environment": routes_delete_environment,
    "routes_get_logs": routes_get_logs,
    "secrets_list": secrets_list,
    "secrets_create": secrets_create,
    "secrets_create_certificate": secrets_create_certificate,
    "secrets_create_oauth2": secrets_create_oauth2,
    "secrets_get": secrets_get,
    "secrets_delete": secrets_delete,
    "secrets_update": secrets_update,
    "secrets_get_oauth_token": secrets_get_oauth_token,
    "secrets_set_value": secrets_set_value,
    "signup_create": signup_create,
    "signup_claim": signup_claim,
    "vaults_list": vaults_list,
    "vaults_create": vaults_create,
    "vaults_get": vaults_get,
    "vaults_delete": vaults_delete,
    "vaults_update": vaults_update,
    "vaults_rotate": vaults_rotate,
    "vaults_list_tokens": vaults_list_tokens,
    "vaults_tokenize": vaults_tokenize,
    "vaults_bulk_tokenize": vaults_bulk_tokenize,
    "vaults_detokenize": vaults_detokenize,
    "vaults_delete_token": vaults_delete_token,
    "vaults_update_token": vaults_update_token,
    "webhooks_list": webhooks_list,
    "webhooks_create": webhooks_create,
    "webhooks_list_event_types": webhooks_list_event_types,
    "webhooks_get": webhooks_get,
    "webhooks_delete": webhooks_delete,
    "webhooks_update": webhooks_update,
    "webhooks_get_logs": webhooks_get_logs,
    "webhooks_test": webhooks_test,
}
"""All rows, by operation id, in the order of the document."""
