#pragma once

#include <chrono>
#include <functional>

namespace motcua::testing {

/// Returns true as soon as `condition` is true, false when it is still false after `limit`. Tests
/// wait for another thread or process only with this, never with a fixed sleep.
///
///   EXPECT_TRUE(Eventually([&] { return publisher->shards_held() == 4; }));
bool Eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds limit = std::chrono::minutes(1));

/// True when `condition` stays true for all of `span` (checked every few milliseconds): for tests
/// that something does not happen.
bool Throughout(std::chrono::milliseconds span, const std::function<bool()>& condition);

}  // namespace motcua::testing
