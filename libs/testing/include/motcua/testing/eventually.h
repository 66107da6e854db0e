#pragma once

#include <chrono>
#include <functional>

namespace motcua::testing {

/// True as soon as `condition` is; false when it still isn't after `limit`. The one place where
/// tests wait for another thread or process: they never sleep and hope.
///
///   EXPECT_TRUE(Eventually([&] { return publisher->shards_held() == 4; }));
bool Eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds limit = std::chrono::minutes(1));

/// True when `condition` stays true for all of `span` (asked every few milliseconds): for checks
/// that something does not happen.
bool Throughout(std::chrono::milliseconds span, const std::function<bool()>& condition);

}  // namespace motcua::testing
