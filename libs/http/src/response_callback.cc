#include <atomic>
#include <utility>

#include "motcua/http/router.h"

#include "exchange.h"

namespace motcua::http {
namespace {

class FunctionExchange final : public internal::Exchange {
 public:
  explicit FunctionExchange(std::function<void(Response)> done) : done_(std::move(done)) {}
  ~FunctionExchange() override { FunctionExchange::Answer(TextResponse(500, "HANDLER_DROPPED\n")); }

  void Answer(Response response) override {
    if (!answered_.exchange(true)) {
      done_(std::move(response));
    }
  }

 private:
  const std::function<void(Response)> done_;
  std::atomic<bool> answered_{false};
};

}  // namespace

ResponseCallback::ResponseCallback(std::function<void(Response)> done)
    : exchange_(std::make_shared<FunctionExchange>(std::move(done))) {}

ResponseCallback::ResponseCallback(std::shared_ptr<internal::Exchange> exchange)
    : exchange_(std::move(exchange)) {}

void ResponseCallback::operator()(Response response) const {
  exchange_->Answer(std::move(response));
}

}  // namespace motcua::http
