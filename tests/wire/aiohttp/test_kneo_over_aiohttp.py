"""What is promised of proxies, certificates, time limits, responses and connections, over aiohttp: the same tests."""

from __future__ import annotations

from tests.wire.kneo.test_kneo_connections import (
    idle,
    test_a_client_closed_during_a_call_sends_nothing_more_and_leaves_nothing_open,
    test_closing_closes_every_connection_and_may_be_repeated,
    test_many_calls_in_flight_share_about_a_hundred_connections,
    test_retries_share_one_connection,
)
from tests.wire.kneo.test_kneo_proxies_and_tls import *  # noqa: F403
from tests.wire.kneo.test_kneo_time_limits import (
    test_a_body_that_stops_halfway_is_given_up_after_the_timeout,
    test_a_connection_that_is_never_accepted_runs_into_the_connect_timeout,
    test_a_deadline_ends_a_dripping_body,
    test_a_deadline_spans_all_attempts_and_their_pauses,
    test_a_host_that_cannot_be_found_is_a_network_error,
    test_a_refused_connection_is_a_network_error_that_was_not_sent,
    test_a_server_that_never_answers_is_given_up_after_the_timeout,
    test_no_timeout_at_all_waits_for_a_slow_answer,
    test_the_timeout_is_per_phase_so_a_drip_may_take_longer,
)
from tests.wire.kneo.test_kneo_whole_responses import *  # noqa: F403

__all__ = [
    "idle",
    "test_a_body_that_stops_halfway_is_given_up_after_the_timeout",
    "test_a_client_closed_during_a_call_sends_nothing_more_and_leaves_nothing_open",
    "test_a_connection_that_is_never_accepted_runs_into_the_connect_timeout",
    "test_a_deadline_ends_a_dripping_body",
    "test_a_deadline_spans_all_attempts_and_their_pauses",
    "test_a_host_that_cannot_be_found_is_a_network_error",
    "test_a_refused_connection_is_a_network_error_that_was_not_sent",
    "test_a_server_that_never_answers_is_given_up_after_the_timeout",
    "test_closing_closes_every_connection_and_may_be_repeated",
    "test_many_calls_in_flight_share_about_a_hundred_connections",
    "test_no_timeout_at_all_waits_for_a_slow_answer",
    "test_retries_share_one_connection",
    "test_the_timeout_is_per_phase_so_a_drip_may_take_longer",
]
