#include "load/document.h"

#include <gtest/gtest.h>

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/base/error.h"

namespace motcua::ctl {
namespace {

absl::Status Read(const std::string& text) {
  catalogue::v1::Procedure procedure;
  return ReadDocument(text, procedure);
}

std::string Field(const std::string& text) {
  const absl::Status read = Read(text);
  EXPECT_EQ(Reason(read), "DOCUMENT_INVALID") << read;
  const ErrorMetadata metadata = Metadata(read);
  return metadata.empty() ? "?" : metadata.front().second;
}

TEST(ReadDocumentTest, TakesTheFieldNamesOfTheProtos) {
  catalogue::v1::Procedure procedure;
  ASSERT_TRUE(
      ReadDocument(R"({"code":"1.000656","handling_levels":["AGENCY_LEVEL_COMMUNE"]})", procedure)
          .ok());
  EXPECT_EQ(procedure.handling_levels(0), catalogue::v1::AGENCY_LEVEL_COMMUNE);
}

TEST(ReadDocumentTest, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(Field(R"({"cod":"1"})"), "cod");
  EXPECT_EQ(Field(R"({"parts":[{"id":"a"},{"id":"b","source":{"documnt":"x"}}]})"),
            "parts[1].source.documnt");
  EXPECT_EQ(Field(R"({"parts":[{"originals":"many"}]})"), "parts[0].originals");
  EXPECT_EQ(Field(R"({"handling_levels":["COMMUNE"]})"), "handling_levels[0]");
}

TEST(ReadDocumentTest, RefusesWhatIsNoJson) {
  EXPECT_EQ(Reason(Read("")), "DOCUMENT_INVALID");
  EXPECT_EQ(Field(R"({"code":"1")"), "");
  EXPECT_EQ(Reason(Read("[]")), "DOCUMENT_INVALID");
}

}  // namespace
}  // namespace motcua::ctl
