#include "rd_message.h"

namespace motcua::kafka {
namespace {

std::string Copy(const void* data, std::size_t size) {
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
}

}  // namespace

Message FromRd(const rd_kafka_message_t& message) {
  Message copy;
  copy.topic = rd_kafka_topic_name(message.rkt);
  copy.key = Copy(message.key, message.key_len);
  copy.value = Copy(message.payload, message.len);
  copy.partition = message.partition;
  copy.offset = message.offset;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
      copy.headers.emplace_back(name, Copy(value, size));
    }
  }
  return copy;
}

rd_kafka_headers_t* ToRd(const Headers& headers) {
  rd_kafka_headers_t* list = rd_kafka_headers_new(headers.size());
  for (const auto& [name, value] : headers) {
    rd_kafka_header_add(list, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  }
  return list;
}

}  // namespace motcua::kafka
