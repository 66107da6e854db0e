#include "rd_consumer.h"

#include <map>
#include <utility>

#include "motcua/base/status_macros.h"

#include "topic_partition.h"

namespace motcua::kafka {

Consumer::Handler Consumer::OneByOne(TakeOne take) {
  return [take = std::move(take)](const std::vector<Message>& messages) {
    std::vector<absl::Status> ended;
    std::map<TopicPartition, absl::Status> failed;
    for (const Message& message : messages) {
      const TopicPartition partition{message.topic, message.partition};
      const auto known = failed.find(partition);
      ended.push_back(known != failed.end() ? known->second : take(message));
      if (!ended.back().ok()) {
        failed.emplace(partition, ended.back());
      }
    }
    return ended;
  };
}

absl::StatusOr<std::unique_ptr<Consumer>> Consumer::Start(const Options& options, Handler handler) {
  MOTCUA_ASSIGN_OR_RETURN(std::unique_ptr<Consumer> consumer,
                          RdConsumer::Make(options, std::move(handler)));
  return consumer;
}

absl::StatusOr<std::unique_ptr<RdConsumer>> RdConsumer::Make(const Options& options,
                                                             Handler handler) {
  auto loop = std::make_shared<ConsumerLoop>(options, std::move(handler));
  MOTCUA_RETURN_IF_ERROR(loop->Open());
  return std::unique_ptr<RdConsumer>(new RdConsumer(std::move(loop)));
}

RdConsumer::RdConsumer(std::shared_ptr<ConsumerLoop> loop)
    : loop_(std::move(loop)), thread_([loop = loop_] { loop->Run(); }) {}

RdConsumer::~RdConsumer() {
  Stop(std::chrono::seconds(10));
}

void RdConsumer::Stop(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  loop_->AskToStop(deadline);
  const std::lock_guard lock(stopping_);
  if (!thread_.joinable()) {
    return;
  }
  if (loop_->AwaitEnd(deadline)) {
    thread_.join();
  } else {
    thread_.detach();  // it has its own share of the loop
  }
  loop_->StopWatch();
}

}  // namespace motcua::kafka
