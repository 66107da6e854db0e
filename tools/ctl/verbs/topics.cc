#include <memory>
#include <ostream>

#include "motcua/base/error.h"

#include "exit_code.h"
#include "load/read_file.h"
#include "load/topics_file.h"
#include "output/table.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

struct TopicArgs {
  std::string file;
  KafkaSize size;
};

absl::Status Print(Session& session, const std::vector<kafka::TopicSpec>& topics) {
  Table table({{"Chủ đề"},
               {"Phân vùng", Table::Align::kRight},
               {"Bản sao", Table::Align::kRight},
               {"Dọn"},
               {"Giữ (ms)", Table::Align::kRight}});
  for (const kafka::TopicSpec& topic : topics) {
    if (session.json()) {
      session.PrintJson(boost::json::object{{"name", topic.name},
                                            {"partitions", topic.partitions},
                                            {"replication", topic.replication},
                                            {"compacted", topic.compacted},
                                            {"retention_ms", topic.retention_ms}});
      continue;
    }
    table.Add({topic.name, std::to_string(topic.partitions), std::to_string(topic.replication),
               topic.compacted ? "compact" : "delete", std::to_string(topic.retention_ms)});
  }
  if (!session.json()) {
    table.Print(session.out());
  }
  return absl::OkStatus();
}

Action BindApply(CLI::App& command) {
  const auto args = std::make_shared<TopicArgs>();
  command
      .add_option("--file", args->file,
                  "declaration of the topics, such as deploy/kafka/topics.yaml")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--replication", args->size.replication,
                  "copies of each topic; default 1, a province has 3")
      ->check(CLI::Range(1, 7))
      ->type_name("N");
  command
      .add_option("--most-partitions", args->size.most_partitions,
                  "of each topic, chosen once; 3 for a single broker, default as the file says")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  return [args](Session& session) -> absl::Status {
    const std::string& brokers = session.targets().kafka_brokers;
    if (brokers.empty()) {
      return UsageError("--brokers", "give Kafka's address: host:port[,host:port]");
    }
    MOTCUA_ASSIGN_OR_RETURN(const std::string text, ReadFile(args->file));
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<kafka::TopicSpec> topics,
                            ParseTopics(text, args->size));
    MOTCUA_RETURN_IF_ERROR(kafka::ApplyTopics(brokers, topics));
    return Print(session, topics);
  };
}

}  // namespace

std::vector<Verb> TopicVerbs() {
  return {{.name = "topics apply",
           .group = kOperatorGroup,
           .vi = "Tạo các chủ đề Kafka còn thiếu.",
           .en = "Creates missing Kafka topics; existing ones are not changed.",
           .examples = {"topics apply --file deploy/kafka/topics.yaml --brokers 127.0.0.1:9092"},
           .bind = BindApply}};
}

}  // namespace motcua::ctl
