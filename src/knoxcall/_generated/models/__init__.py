"""Generated from the pinned OpenAPI document by `make generate`: do not edit.

The models, each loaded on first use (PEP 562): an operation loads the few that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .account import Account
    from .account_usage import AccountUsage
    from .agent import Agent
    from .agent_create_result import AgentCreateResult
    from .agent_revoke_result import AgentRevokeResult
    from .agents_create_body import AgentsCreateBody
    from .api_call_usage import ApiCallUsage
    from .api_key import ApiKey
    from .api_key_create_result import ApiKeyCreateResult
    from .api_key_page import ApiKeyPage
    from .api_key_revoke_result import ApiKeyRevokeResult
    from .api_keys_create_body import ApiKeysCreateBody
    from .audit_event_data import AuditEventData
    from .audit_event_page import AuditEventPage
    from .audit_log_entry import AuditLogEntry
    from .audit_log_page import AuditLogPage
    from .billing_period import BillingPeriod
    from .bulk_tokenize_result import BulkTokenizeResult
    from .ca_role import CARole
    from .ca_root import CARoot
    from .client import Client
    from .client_credential import ClientCredential
    from .client_credential_reveal import ClientCredentialReveal
    from .client_credentials_grant import ClientCredentialsGrant
    from .client_detail import ClientDetail
    from .client_full import ClientFull
    from .client_page import ClientPage
    from .client_route_assignment import ClientRouteAssignment
    from .client_token_result import ClientTokenResult
    from .clients_create_body import ClientsCreateBody
    from .clients_create_credential_body import ClientsCreateCredentialBody
    from .clients_update_body import ClientsUpdateBody
    from .clients_update_credential_body import ClientsUpdateCredentialBody
    from .create_root_result import CreateRootResult
    from .crypto_create_key_body import CryptoCreateKeyBody
    from .crypto_decrypt_body import CryptoDecryptBody
    from .crypto_decrypt_data_body import CryptoDecryptDataBody
    from .crypto_encrypt_body import CryptoEncryptBody
    from .crypto_encrypt_data_body import CryptoEncryptDataBody
    from .crypto_inspect_body import CryptoInspectBody
    from .crypto_mint_client_token_body import CryptoMintClientTokenBody
    from .crypto_mint_client_token_body_action import CryptoMintClientTokenBodyAction
    from .crypto_rewrap_body import CryptoRewrapBody
    from .crypto_sign_body import CryptoSignBody
    from .crypto_sign_jwt_body import CryptoSignJwtBody
    from .crypto_sign_webhook_body import CryptoSignWebhookBody
    from .crypto_update_key_body import CryptoUpdateKeyBody
    from .crypto_verify_body import CryptoVerifyBody
    from .crypto_verify_jwt_body import CryptoVerifyJwtBody
    from .cursor_meta import CursorMeta
    from .db_connection import DbConnection
    from .db_connection_create_result import DbConnectionCreateResult
    from .db_lease import DbLease
    from .db_lease_list import DbLeaseList
    from .db_role import DbRole
    from .db_role_create_result import DbRoleCreateResult
    from .db_update_result import DbUpdateResult
    from .decrypt_data_result import DecryptDataResult
    from .decrypt_result import DecryptResult
    from .delete_result import DeleteResult
    from .detokenize_result import DetokenizeResult
    from .dynamic_db_create_body import DynamicDbCreateBody
    from .dynamic_db_create_role_body import DynamicDbCreateRoleBody
    from .dynamic_db_mint_body import DynamicDbMintBody
    from .dynamic_db_rotate_ssh_key_body import DynamicDbRotateSshKeyBody
    from .dynamic_db_update_body import DynamicDbUpdateBody
    from .dynamic_db_update_role_body import DynamicDbUpdateRoleBody
    from .empty_object import EmptyObject
    from .encrypt_data_bare import EncryptDataBare
    from .encrypt_data_enveloped import EncryptDataEnveloped
    from .encrypt_data_result import EncryptDataResult
    from .encrypt_result import EncryptResult
    from .environment import Environment
    from .environment_full import EnvironmentFull
    from .environments_create_body import EnvironmentsCreateBody
    from .environments_update_body import EnvironmentsUpdateBody
    from .error_object import ErrorObject
    from .flat_error import FlatError
    from .grant_type import GrantType
    from .inspect_key_ref import InspectKeyRef
    from .inspect_result import InspectResult
    from .issued_certificate import IssuedCertificate
    from .jwt_sign_result import JwtSignResult
    from .jwt_verify_result import JwtVerifyResult
    from .key_rotate_result import KeyRotateResult
    from .key_update_result import KeyUpdateResult
    from .key_version_destroy_result import KeyVersionDestroyResult
    from .lease_revoke_result import LeaseRevokeResult
    from .meta import Meta
    from .minted_db_credential import MintedDbCredential
    from .name_delete_result import NameDeleteResult
    from .nested_error import NestedError
    from .o_auth_client import OAuthClient
    from .o_auth_client_create_result import OAuthClientCreateResult
    from .o_auth_client_detail import OAuthClientDetail
    from .o_auth_client_revoke_result import OAuthClientRevokeResult
    from .o_auth_client_rotate_secret_result import OAuthClientRotateSecretResult
    from .o_auth_client_update_result import OAuthClientUpdateResult
    from .oauth_clients_create_body import OauthClientsCreateBody
    from .oauth_clients_create_body_type import OauthClientsCreateBodyType
    from .oauth_clients_update_body import OauthClientsUpdateBody
    from .page_meta import PageMeta
    from .pki_create_role_body import PkiCreateRoleBody
    from .pki_create_root_body import PkiCreateRootBody
    from .pki_issue_cert_body import PkiIssueCertBody
    from .pki_revoke_cert_body import PkiRevokeCertBody
    from .public_key_result import PublicKeyResult
    from .refresh_token_grant import RefreshTokenGrant
    from .request_event_data import RequestEventData
    from .request_event_request import RequestEventRequest
    from .request_event_response import RequestEventResponse
    from .resource_usage import ResourceUsage
    from .resource_usage_entry import ResourceUsageEntry
    from .revoke_cert_result import RevokeCertResult
    from .rewrap_result import RewrapResult
    from .rotate_intermediate_result import RotateIntermediateResult
    from .rotate_result import RotateResult
    from .rotate_ssh_key_result import RotateSshKeyResult
    from .route import Route
    from .route_action import RouteAction
    from .route_detail import RouteDetail
    from .route_environment_config import RouteEnvironmentConfig
    from .route_environment_list_item import RouteEnvironmentListItem
    from .route_full import RouteFull
    from .route_log_entry import RouteLogEntry
    from .route_log_page import RouteLogPage
    from .route_page import RoutePage
    from .routes_create_action_body import RoutesCreateActionBody
    from .routes_create_action_body_action import RoutesCreateActionBodyAction
    from .routes_create_action_body_direction import RoutesCreateActionBodyDirection
    from .routes_create_body import RoutesCreateBody
    from .routes_update_body import RoutesUpdateBody
    from .routes_upsert_environment_body import RoutesUpsertEnvironmentBody
    from .sealing_bundle import SealingBundle
    from .sealing_key_ref import SealingKeyRef
    from .secret import Secret
    from .secret_create_result import SecretCreateResult
    from .secret_environment_version import SecretEnvironmentVersion
    from .secret_o_auth_token import SecretOAuthToken
    from .secret_page import SecretPage
    from .secret_type import SecretType
    from .secret_update_result import SecretUpdateResult
    from .secret_value_result import SecretValueResult
    from .secrets_create_body import SecretsCreateBody
    from .secrets_create_certificate_body import SecretsCreateCertificateBody
    from .secrets_create_oauth_2_body import SecretsCreateOauth2Body
    from .secrets_set_value_body import SecretsSetValueBody
    from .secrets_update_body import SecretsUpdateBody
    from .sign_result import SignResult
    from .signup_claim_body import SignupClaimBody
    from .signup_claim_result import SignupClaimResult
    from .signup_create_body import SignupCreateBody
    from .signup_result import SignupResult
    from .signup_sandbox import SignupSandbox
    from .signup_tenant import SignupTenant
    from .starter_api_key import StarterApiKey
    from .starter_resources import StarterResources
    from .starter_route import StarterRoute
    from .tamper_event import TamperEvent
    from .token_answer import TokenAnswer
    from .token_answer_token_type import TokenAnswerTokenType
    from .token_exchange_grant import TokenExchangeGrant
    from .token_format import TokenFormat
    from .token_update_result import TokenUpdateResult
    from .transit_key import TransitKey
    from .transit_key_list_item import TransitKeyListItem
    from .vault import Vault
    from .vault_detail import VaultDetail
    from .vault_page import VaultPage
    from .vault_stats import VaultStats
    from .vault_token import VaultToken
    from .vault_token_list_item import VaultTokenListItem
    from .vault_token_page import VaultTokenPage
    from .vaults_bulk_tokenize_body import VaultsBulkTokenizeBody
    from .vaults_create_body import VaultsCreateBody
    from .vaults_tokenize_body import VaultsTokenizeBody
    from .vaults_update_body import VaultsUpdateBody
    from .vaults_update_token_body import VaultsUpdateTokenBody
    from .verify_result import VerifyResult
    from .webhook import Webhook
    from .webhook_create_result import WebhookCreateResult
    from .webhook_detail import WebhookDetail
    from .webhook_event import WebhookEvent
    from .webhook_event_type_info import WebhookEventTypeInfo
    from .webhook_event_types_data import WebhookEventTypesData
    from .webhook_log_entry import WebhookLogEntry
    from .webhook_log_page import WebhookLogPage
    from .webhook_page import WebhookPage
    from .webhook_sign_result import WebhookSignResult
    from .webhook_test_result import WebhookTestResult
    from .webhook_update_result import WebhookUpdateResult
    from .webhooks_create_body import WebhooksCreateBody
    from .webhooks_update_body import WebhooksUpdateBody

_MODULES = {
    "Account": ".account",
    "AccountUsage": ".account_usage",
    "Agent": ".agent",
    "AgentCreateResult": ".agent_create_result",
    "AgentRevokeResult": ".agent_revoke_result",
    "AgentsCreateBody": ".agents_create_body",
    "ApiCallUsage": ".api_call_usage",
    "ApiKey": ".api_key",
    "ApiKeyCreateResult": ".api_key_create_result",
    "ApiKeyPage": ".api_key_page",
    "ApiKeyRevokeResult": ".api_key_revoke_result",
    "ApiKeysCreateBody": ".api_keys_create_body",
    "AuditEventData": ".audit_event_data",
    "AuditEventPage": ".audit_event_page",
    "AuditLogEntry": ".audit_log_entry",
    "AuditLogPage": ".audit_log_page",
    "BillingPeriod": ".billing_period",
    "BulkTokenizeResult": ".bulk_tokenize_result",
    "CARole": ".ca_role",
    "CARoot": ".ca_root",
    "Client": ".client",
    "ClientCredential": ".client_credential",
    "ClientCredentialReveal": ".client_credential_reveal",
    "ClientCredentialsGrant": ".client_credentials_grant",
    "ClientDetail": ".client_detail",
    "ClientFull": ".client_full",
    "ClientPage": ".client_page",
    "ClientRouteAssignment": ".client_route_assignment",
    "ClientTokenResult": ".client_token_result",
    "ClientsCreateBody": ".clients_create_body",
    "ClientsCreateCredentialBody": ".clients_create_credential_body",
    "ClientsUpdateBody": ".clients_update_body",
    "ClientsUpdateCredentialBody": ".clients_update_credential_body",
    "CreateRootResult": ".create_root_result",
    "CryptoCreateKeyBody": ".crypto_create_key_body",
    "CryptoDecryptBody": ".crypto_decrypt_body",
    "CryptoDecryptDataBody": ".crypto_decrypt_data_body",
    "CryptoEncryptBody": ".crypto_encrypt_body",
    "CryptoEncryptDataBody": ".crypto_encrypt_data_body",
    "CryptoInspectBody": ".crypto_inspect_body",
    "CryptoMintClientTokenBody": ".crypto_mint_client_token_body",
    "CryptoMintClientTokenBodyAction": ".crypto_mint_client_token_body_action",
    "CryptoRewrapBody": ".crypto_rewrap_body",
    "CryptoSignBody": ".crypto_sign_body",
    "CryptoSignJwtBody": ".crypto_sign_jwt_body",
    "CryptoSignWebhookBody": ".crypto_sign_webhook_body",
    "CryptoUpdateKeyBody": ".crypto_update_key_body",
    "CryptoVerifyBody": ".crypto_verify_body",
    "CryptoVerifyJwtBody": ".crypto_verify_jwt_body",
    "CursorMeta": ".cursor_meta",
    "DbConnection": ".db_connection",
    "DbConnectionCreateResult": ".db_connection_create_result",
    "DbLease": ".db_lease",
    "DbLeaseList": ".db_lease_list",
    "DbRole": ".db_role",
    "DbRoleCreateResult": ".db_role_create_result",
    "DbUpdateResult": ".db_update_result",
    "DecryptDataResult": ".decrypt_data_result",
    "DecryptResult": ".decrypt_result",
    "DeleteResult": ".delete_result",
    "DetokenizeResult": ".detokenize_result",
    "DynamicDbCreateBody": ".dynamic_db_create_body",
    "DynamicDbCreateRoleBody": ".dynamic_db_create_role_body",
    "DynamicDbMintBody": ".dynamic_db_mint_body",
    "DynamicDbRotateSshKeyBody": ".dynamic_db_rotate_ssh_key_body",
    "DynamicDbUpdateBody": ".dynamic_db_update_body",
    "DynamicDbUpdateRoleBody": ".dynamic_db_update_role_body",
    "EmptyObject": ".empty_object",
    "EncryptDataBare": ".encrypt_data_bare",
    "EncryptDataEnveloped": ".encrypt_data_enveloped",
    "EncryptDataResult": ".encrypt_data_result",
    "EncryptResult": ".encrypt_result",
    "Environment": ".environment",
    "EnvironmentFull": ".environment_full",
    "EnvironmentsCreateBody": ".environments_create_body",
    "EnvironmentsUpdateBody": ".environments_update_body",
    "ErrorObject": ".error_object",
    "FlatError": ".flat_error",
    "GrantType": ".grant_type",
    "InspectKeyRef": ".inspect_key_ref",
    "InspectResult": ".inspect_result",
    "IssuedCertificate": ".issued_certificate",
    "JwtSignResult": ".jwt_sign_result",
    "JwtVerifyResult": ".jwt_verify_result",
    "KeyRotateResult": ".key_rotate_result",
    "KeyUpdateResult": ".key_update_result",
    "KeyVersionDestroyResult": ".key_version_destroy_result",
    "LeaseRevokeResult": ".lease_revoke_result",
    "Meta": ".meta",
    "MintedDbCredential": ".minted_db_credential",
    "NameDeleteResult": ".name_delete_result",
    "NestedError": ".nested_error",
    "OAuthClient": ".o_auth_client",
    "OAuthClientCreateResult": ".o_auth_client_create_result",
    "OAuthClientDetail": ".o_auth_client_detail",
    "OAuthClientRevokeResult": ".o_auth_client_revoke_result",
    "OAuthClientRotateSecretResult": ".o_auth_client_rotate_secret_result",
    "OAuthClientUpdateResult": ".o_auth_client_update_result",
    "OauthClientsCreateBody": ".oauth_clients_create_body",
    "OauthClientsCreateBodyType": ".oauth_clients_create_body_type",
    "OauthClientsUpdateBody": ".oauth_clients_update_body",
    "PageMeta": ".page_meta",
    "PkiCreateRoleBody": ".pki_create_role_body",
    "PkiCreateRootBody": ".pki_create_root_body",
    "PkiIssueCertBody": ".pki_issue_cert_body",
    "PkiRevokeCertBody": ".pki_revoke_cert_body",
    "PublicKeyResult": ".public_key_result",
    "RefreshTokenGrant": ".refresh_token_grant",
    "RequestEventData": ".request_event_data",
    "RequestEventRequest": ".request_event_request",
    "RequestEventResponse": ".request_event_response",
    "ResourceUsage": ".resource_usage",
    "ResourceUsageEntry": ".resource_usage_entry",
    "RevokeCertResult": ".revoke_cert_result",
    "RewrapResult": ".rewrap_result",
    "RotateIntermediateResult": ".rotate_intermediate_result",
    "RotateResult": ".rotate_result",
    "RotateSshKeyResult": ".rotate_ssh_key_result",
    "Route": ".route",
    "RouteAction": ".route_action",
    "RouteDetail": ".route_detail",
    "RouteEnvironmentConfig": ".route_environment_config",
    "RouteEnvironmentListItem": ".route_environment_list_item",
    "RouteFull": ".route_full",
    "RouteLogEntry": ".route_log_entry",
    "RouteLogPage": ".route_log_page",
    "RoutePage": ".route_page",
    "RoutesCreateActionBody": ".routes_create_action_body",
    "RoutesCreateActionBodyAction": ".routes_create_action_body_action",
    "RoutesCreateActionBodyDirection": ".routes_create_action_body_direction",
    "RoutesCreateBody": ".routes_create_body",
    "RoutesUpdateBody": ".routes_update_body",
    "RoutesUpsertEnvironmentBody": ".routes_upsert_environment_body",
    "SealingBundle": ".sealing_bundle",
    "SealingKeyRef": ".sealing_key_ref",
    "Secret": ".secret",
    "SecretCreateResult": ".secret_create_result",
    "SecretEnvironmentVersion": ".secret_environment_version",
    "SecretOAuthToken": ".secret_o_auth_token",
    "SecretPage": ".secret_page",
    "SecretType": ".secret_type",
    "SecretUpdateResult": ".secret_update_result",
    "SecretValueResult": ".secret_value_result",
    "SecretsCreateBody": ".secrets_create_body",
    "SecretsCreateCertificateBody": ".secrets_create_certificate_body",
    "SecretsCreateOauth2Body": ".secrets_create_oauth_2_body",
    "SecretsSetValueBody": ".secrets_set_value_body",
    "SecretsUpdateBody": ".secrets_update_body",
    "SignResult": ".sign_result",
    "SignupClaimBody": ".signup_claim_body",
    "SignupClaimResult": ".signup_claim_result",
    "SignupCreateBody": ".signup_create_body",
    "SignupResult": ".signup_result",
    "SignupSandbox": ".signup_sandbox",
    "SignupTenant": ".signup_tenant",
    "StarterApiKey": ".starter_api_key",
    "StarterResources": ".starter_resources",
    "StarterRoute": ".starter_route",
    "TamperEvent": ".tamper_event",
    "TokenAnswer": ".token_answer",
    "TokenAnswerTokenType": ".token_answer_token_type",
    "TokenExchangeGrant": ".token_exchange_grant",
    "TokenFormat": ".token_format",
    "TokenUpdateResult": ".token_update_result",
    "TransitKey": ".transit_key",
    "TransitKeyListItem": ".transit_key_list_item",
    "Vault": ".vault",
    "VaultDetail": ".vault_detail",
    "VaultPage": ".vault_page",
    "VaultStats": ".vault_stats",
    "VaultToken": ".vault_token",
    "VaultTokenListItem": ".vault_token_list_item",
    "VaultTokenPage": ".vault_token_page",
    "VaultsBulkTokenizeBody": ".vaults_bulk_tokenize_body",
    "VaultsCreateBody": ".vaults_create_body",
    "VaultsTokenizeBody": ".vaults_tokenize_body",
    "VaultsUpdateBody": ".vaults_update_body",
    "VaultsUpdateTokenBody": ".vaults_update_token_body",
    "VerifyResult": ".verify_result",
    "Webhook": ".webhook",
    "WebhookCreateResult": ".webhook_create_result",
    "WebhookDetail": ".webhook_detail",
    "WebhookEvent": ".webhook_event",
    "WebhookEventTypeInfo": ".webhook_event_type_info",
    "WebhookEventTypesData": ".webhook_event_types_data",
    "WebhookLogEntry": ".webhook_log_entry",
    "WebhookLogPage": ".webhook_log_page",
    "WebhookPage": ".webhook_page",
    "WebhookSignResult": ".webhook_sign_result",
    "WebhookTestResult": ".webhook_test_result",
    "WebhookUpdateResult": ".webhook_update_result",
    "WebhooksCreateBody": ".webhooks_create_body",
    "WebhooksUpdateBody": ".webhooks_update_body",
}

__all__ = [
    "Account",
    "AccountUsage",
    "Agent",
    "AgentCreateResult",
    "AgentRevokeResult",
    "AgentsCreateBody",
    "ApiCallUsage",
    "ApiKey",
    "ApiKeyCreateResult",
    "ApiKeyPage",
    "ApiKeyRevokeResult",
    "ApiKeysCreateBody",
    "AuditEventData",
    "AuditEventPage",
    "AuditLogEntry",
    "AuditLogPage",
    "BillingPeriod",
    "BulkTokenizeResult",
    "CARole",
    "CARoot",
    "Client",
    "ClientCredential",
    "ClientCredentialReveal",
    "ClientCredentialsGrant",
    "ClientDetail",
    "ClientFull",
    "ClientPage",
    "ClientRouteAssignment",
    "ClientTokenResult",
    "ClientsCreateBody",
    "ClientsCreateCredentialBody",
    "ClientsUpdateBody",
    "ClientsUpdateCredentialBody",
    "CreateRootResult",
    "CryptoCreateKeyBody",
    "CryptoDecryptBody",
    "CryptoDecryptDataBody",
    "CryptoEncryptBody",
    "CryptoEncryptDataBody",
    "CryptoInspectBody",
    "CryptoMintClientTokenBody",
    "CryptoMintClientTokenBodyAction",
    "CryptoRewrapBody",
    "CryptoSignBody",
    "CryptoSignJwtBody",
    "CryptoSignWebhookBody",
    "CryptoUpdateKeyBody",
    "CryptoVerifyBody",
    "CryptoVerifyJwtBody",
    "CursorMeta",
    "DbConnection",
    "DbConnectionCreateResult",
    "DbLease",
    "DbLeaseList",
    "DbRole",
    "DbRoleCreateResult",
    "DbUpdateResult",
    "DecryptDataResult",
    "DecryptResult",
    "DeleteResult",
    "DetokenizeResult",
    "DynamicDbCreateBody",
    "DynamicDbCreateRoleBody",
    "DynamicDbMintBody",
    "DynamicDbRotateSshKeyBody",
    "DynamicDbUpdateBody",
    "DynamicDbUpdateRoleBody",
    "EmptyObject",
    "EncryptDataBare",
    "EncryptDataEnveloped",
    "EncryptDataResult",
    "EncryptResult",
    "Environment",
    "EnvironmentFull",
    "EnvironmentsCreateBody",
    "EnvironmentsUpdateBody",
    "ErrorObject",
    "FlatError",
    "GrantType",
    "InspectKeyRef",
    "InspectResult",
    "IssuedCertificate",
    "JwtSignResult",
    "JwtVerifyResult",
    "KeyRotateResult",
    "KeyUpdateResult",
    "KeyVersionDestroyResult",
    "LeaseRevokeResult",
    "Meta",
    "MintedDbCredential",
    "NameDeleteResult",
    "NestedError",
    "OAuthClient",
    "OAuthClientCreateResult",
    "OAuthClientDetail",
    "OAuthClientRevokeResult",
    "OAuthClientRotateSecretResult",
    "OAuthClientUpdateResult",
    "OauthClientsCreateBody",
    "OauthClientsCreateBodyType",
    "OauthClientsUpdateBody",
    "PageMeta",
    "PkiCreateRoleBody",
    "PkiCreateRootBody",
    "PkiIssueCertBody",
    "PkiRevokeCertBody",
    "PublicKeyResult",
    "RefreshTokenGrant",
    "RequestEventData",
    "RequestEventRequest",
    "RequestEventResponse",
    "ResourceUsage",
    "ResourceUsageEntry",
    "RevokeCertResult",
    "RewrapResult",
    "RotateIntermediateResult",
    "RotateResult",
    "RotateSshKeyResult",
    "Route",
    "RouteAction",
    "RouteDetail",
    "RouteEnvironmentConfig",
    "RouteEnvironmentListItem",
    "RouteFull",
    "RouteLogEntry",
    "RouteLogPage",
    "RoutePage",
    "RoutesCreateActionBody",
    "RoutesCreateActionBodyAction",
    "RoutesCreateActionBodyDirection",
    "RoutesCreateBody",
    "RoutesUpdateBody",
    "RoutesUpsertEnvironmentBody",
    "SealingBundle",
    "SealingKeyRef",
    "Secret",
    "SecretCreateResult",
    "SecretEnvironmentVersion",
    "SecretOAuthToken",
    "SecretPage",
    "SecretType",
    "SecretUpdateResult",
    "SecretValueResult",
    "SecretsCreateBody",
    "SecretsCreateCertificateBody",
    "SecretsCreateOauth2Body",
    "SecretsSetValueBody",
    "SecretsUpdateBody",
    "SignResult",
    "SignupClaimBody",
    "SignupClaimResult",
    "SignupCreateBody",
    "SignupResult",
    "SignupSandbox",
    "SignupTenant",
    "StarterApiKey",
    "StarterResources",
    "StarterRoute",
    "TamperEvent",
    "TokenAnswer",
    "TokenAnswerTokenType",
    "TokenExchangeGrant",
    "TokenFormat",
    "TokenUpdateResult",
    "TransitKey",
    "TransitKeyListItem",
    "Vault",
    "VaultDetail",
    "VaultPage",
    "VaultStats",
    "VaultToken",
    "VaultTokenListItem",
    "VaultTokenPage",
    "VaultsBulkTokenizeBody",
    "VaultsCreateBody",
    "VaultsTokenizeBody",
    "VaultsUpdateBody",
    "VaultsUpdateTokenBody",
    "VerifyResult",
    "Webhook",
    "WebhookCreateResult",
    "WebhookDetail",
    "WebhookEvent",
    "WebhookEventTypeInfo",
    "WebhookEventTypesData",
    "WebhookLogEntry",
    "WebhookLogPage",
    "WebhookPage",
    "WebhookSignResult",
    "WebhookTestResult",
    "WebhookUpdateResult",
    "WebhooksCreateBody",
    "WebhooksUpdateBody",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(module, __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES})
