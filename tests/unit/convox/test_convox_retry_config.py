"""`RetryConfig`: its defaults, its limits, and what it means for each method."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from convox import ConvoxClient, RetryConfig
from convox._retries import Patience


def test_the_defaults() -> None:
    config = RetryConfig()

    assert (config.max_retries, config.backoff_base, config.backoff_max, config.retry_on_500) == (3, 1.0, 30.0, False)
    assert config.retryable_status_codes == frozenset({429, 502, 503, 504})
    assert config.effective_retryable == config.retryable_status_codes
    assert RetryConfig(retry_on_500=True).effective_retryable == frozenset({429, 500, 502, 503, 504})


def test_it_is_frozen_and_compares_by_value() -> None:
    config = RetryConfig(5)

    with pytest.raises(dataclasses.FrozenInstanceError):
        config.max_retries = 1  # type: ignore[misc]
    assert config == RetryConfig(max_retries=5)
    assert len({config, RetryConfig(5)}) == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"max_retries": -1}, ValueError),
        ({"max_retries": 1.5}, TypeError),
        ({"max_retries": True}, TypeError),
        ({"backoff_base": -1}, ValueError),
        ({"backoff_base": float("nan")}, ValueError),
        ({"backoff_max": float("inf")}, ValueError),
        ({"backoff_max": None}, TypeError),
        ({"backoff_max": "30"}, TypeError),
        ({"retryable_status_codes": 503}, TypeError),
        ({"retryable_status_codes": {"503"}}, TypeError),
        ({"retryable_status_codes": {200}}, ValueError),
    ],
)
def test_nonsense_is_refused(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error, match=next(iter(arguments))):
        RetryConfig(**arguments)


def test_any_collection_of_statuses_will_do() -> None:
    assert RetryConfig(retryable_status_codes=[503]).retryable_status_codes == frozenset({503})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("config", "worth", "for_posts_too"),
    [
        (RetryConfig(), {429, 502, 503, 504}, {429, 503}),
        (RetryConfig(retry_on_500=True), {429, 500, 502, 503, 504}, {429, 500, 503}),
        (RetryConfig(retryable_status_codes=frozenset({502})), {502}, {502}),
        (RetryConfig(retryable_status_codes=frozenset({502}), retry_on_500=True), {500, 502}, {500, 502}),
        (RetryConfig(retryable_status_codes=frozenset()), set(), set()),
    ],
)
def test_what_is_sent_again(config: RetryConfig, worth: set[int], for_posts_too: set[int]) -> None:
    definition = Patience(config).definition()

    assert definition.retry_statuses == worth
    assert definition.unexecuted_statuses == for_posts_too


def test_waits_are_drawn_from_a_growing_span() -> None:
    patience = Patience(RetryConfig(backoff_base=1.0, backoff_max=5.0))
    longest = [max(patience.delay_for(attempt) for _ in range(300)) for attempt in (2, 3, 4, 5, 500)]

    for seen, limit in zip(longest, (1.0, 2.0, 4.0, 5.0, 5.0), strict=True):
        assert 0.7 * limit < seen <= limit
    assert min(patience.delay_for(2) for _ in range(300)) < 0.2


def test_the_servers_wish_is_followed_and_its_limit_is_sixty_seconds_or_more() -> None:
    assert Patience(RetryConfig()).delay_for(2, 42.0) == 42.0
    assert Patience(RetryConfig()).max_delay == 60.0
    assert Patience(RetryConfig(backoff_max=90.0)).max_delay == 90.0
    assert Patience(RetryConfig(max_retries=0)).max_attempts == 1


def test_what_is_no_config_is_refused_by_clients_and_their_views() -> None:
    client = ConvoxClient("rack.example", "key")
    wrong: Any
    for wrong in (3, "three", {"max_retries": 3}):
        said = f"retry must be a RetryConfig, got {type(wrong).__name__}"
        with pytest.raises(TypeError, match=said):
            ConvoxClient("rack.example", "key", retry=wrong)
        with pytest.raises(TypeError, match=said):
            client.with_options(retry=wrong)
