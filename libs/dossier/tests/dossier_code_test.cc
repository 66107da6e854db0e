#include "motcua/dossier/dossier_code.h"

#include <random>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::dossier {
namespace {

using std::chrono::year;
using std::chrono::year_month_day;

constexpr year_month_day kDay = year{2025} / 3 / 12;

TEST(DossierCodeTest, ReadsACodeOfAProvince) {
  const DossierCode code = ParseDossierCode("H19.12-250312-0001");
  EXPECT_TRUE(code.valid);
  EXPECT_EQ(code.reason, "");
  EXPECT_EQ(code.kind, DossierCodeKind::kProvincialNew);
  EXPECT_EQ(code.key, "H19122503120001");
  EXPECT_EQ(code.agency, "H19.12");
  EXPECT_EQ(code.date, kDay);
  EXPECT_EQ(code.serial, "0001");
  EXPECT_EQ(code.canonical, "H19.12-250312-0001");
}

TEST(DossierCodeTest, ReadsTheOldFormat) {
  const DossierCode code = ParseDossierCode("000.00.19.H19-250312-0001");
  EXPECT_TRUE(code.valid);
  EXPECT_EQ(code.kind, DossierCodeKind::kProvincialOld);
  EXPECT_EQ(code.key, "0000019H192503120001");
  EXPECT_EQ(code.agency, "000.00.19.H19");
  EXPECT_EQ(code.date, kDay);
}

TEST(DossierCodeTest, ReadsRealCodesOf2026) {
  for (const char* text :
       {"H15.50.05.13-261008-0975", "H15.50.05.12-260917-0681", "H19.151.11.22-260917-0001"}) {
    const DossierCode code = ParseDossierCode(text);
    EXPECT_TRUE(code.valid) << text;
    EXPECT_EQ(code.kind, DossierCodeKind::kProvincialNew) << text;
    EXPECT_EQ(code.canonical, text);
  }
}

TEST(DossierCodeTest, KnowsCodesOfMinistries) {
  EXPECT_EQ(ParseDossierCode("G06.01-260917-0001").kind, DossierCodeKind::kMinistry);
  EXPECT_EQ(ParseDossierCode("000.00.01.G06-260917-0001").kind, DossierCodeKind::kMinistry);
  // A province handles it, but the ministry's system numbered it: AA and a serial of four or more.
  EXPECT_EQ(ParseDossierCode("H19.151.11-260917-060001").kind, DossierCodeKind::kMinistry);
  EXPECT_EQ(ParseDossierCode("H19.151.11-260917-1800012").kind, DossierCodeKind::kMinistry);
  EXPECT_EQ(ParseDossierCode("H19.151.11-260917-10001").kind, DossierCodeKind::kProvincialNew);
}

TEST(DossierCodeTest, ReadsWhatPeopleType) {
  for (const char* text :
       {"h19 12 250312 0001", " H19.12-250312-0001 ", "h19.12_250312_0001", "H19-12-250312-0001",
        "H19/12/250312/0001", "h19\t12\n250312  0001", "H19.12–250312–0001"}) {
    const DossierCode code = ParseDossierCode(text);
    EXPECT_TRUE(code.valid) << text;
    EXPECT_EQ(code.key, "H19122503120001") << text;
    EXPECT_EQ(code.kind, DossierCodeKind::kProvincialNew) << text;
    EXPECT_EQ(code.canonical, "H19.12-250312-0001") << text;
  }
}

TEST(DossierCodeTest, ReadsACodeWithoutSeparators) {
  for (const char* text : {"H19122503120001", "h19122503120001", "H19.122503120001",
                           "H1912250312 0001", "H19.12-2503120001"}) {
    const DossierCode code = ParseDossierCode(text);
    EXPECT_TRUE(code.valid) << text;
    EXPECT_EQ(code.key, "H19122503120001") << text;
    EXPECT_EQ(code.kind, DossierCodeKind::kProvincialNew) << text;
    EXPECT_EQ(code.canonical, "") << text;
  }
  const DossierCode old = ParseDossierCode("0000019H192503120001");
  EXPECT_TRUE(old.valid);
  EXPECT_EQ(old.kind, DossierCodeKind::kProvincialOld);
  const DossierCode half = ParseDossierCode("h1912 250312 0001");
  EXPECT_TRUE(half.valid);
  EXPECT_EQ(half.agency, "");
  EXPECT_EQ(half.date, kDay);
  EXPECT_EQ(half.serial, "0001");
}

struct BadCode {
  const char* text;
  const char* reason;
};

TEST(DossierCodeTest, SaysWhyACodeIsNone) {
  const BadCode cases[] = {
      {"", "CODE_EMPTY"},
      {" .-- ", "CODE_EMPTY"},
      {"xin chao", "CODE_MALFORMED"},
      {"H19.12", "CODE_MALFORMED"},
      {"H19.12-250312", "CODE_MALFORMED"},
      {"250312-0001", "CODE_MALFORMED"},
      {"0912345678", "CODE_MALFORMED"},
      {"H19.12-250230-0001", "CODE_DATE_IMPOSSIBLE"},
      {"H19.12-251312-0001", "CODE_DATE_IMPOSSIBLE"},
      {"H19.12-250300-0001", "CODE_DATE_IMPOSSIBLE"},
      {"H19122513320001", "CODE_DATE_IMPOSSIBLE"},
      {"H19.12-250312-001", "CODE_SERIAL_INVALID"},
      {"H19.12-250312-00A1", "CODE_SERIAL_INVALID"},
      {"H19.12-250312-12345678901234567", "CODE_SERIAL_INVALID"},
      {"HA9.12-250312-0001", "CODE_AGENCY_INVALID"},
      {"19.12-250312-0001", "CODE_AGENCY_INVALID"},
      {"00.00.19.H19-250312-0001", "CODE_AGENCY_INVALID"},
      {"H19.1234.1234.1234.1234.1234.1234.12345-250312-0001", "CODE_AGENCY_INVALID"},
  };
  for (const BadCode& bad : cases) {
    const DossierCode code = ParseDossierCode(bad.text);
    EXPECT_FALSE(code.valid) << bad.text;
    EXPECT_EQ(code.reason, bad.reason) << bad.text;
    EXPECT_EQ(code.kind, DossierCodeKind::kUnknown) << bad.text;
  }
  EXPECT_EQ(ParseDossierCode(std::string(129, 'H')).reason, "CODE_TOO_LONG");
}

TEST(DossierCodeTest, TheKeyIsUpperCaseLettersAndDigits) {
  EXPECT_EQ(LookupKey("h19.12-250312-0001"), "H19122503120001");
  EXPECT_EQ(LookupKey("  hồ sơ: a1 "), "HSA1");
  EXPECT_EQ(LookupKey("\x80\xff"), "");
}

TEST(DossierCodeTest, IssuesCodesThatGrowPastFourDigits) {
  EXPECT_EQ(*FormatDossierCode("H19.12", kDay, 1), "H19.12-250312-0001");
  EXPECT_EQ(*FormatDossierCode("H19.12", kDay, 9999), "H19.12-250312-9999");
  EXPECT_EQ(*FormatDossierCode("H19.12", kDay, 10000), "H19.12-250312-10000");
  EXPECT_EQ(*FormatDossierCode("000.00.19.H19", year{2000} / 1 / 2, 3),
            "000.00.19.H19-000102-0003");
}

TEST(DossierCodeTest, RefusesToIssueWhatCannotBe) {
  EXPECT_EQ(Reason(FormatDossierCode("h19.12", kDay, 1).status()), "AGENCY_CODE_INVALID");
  EXPECT_EQ(Reason(FormatDossierCode("", kDay, 1).status()), "AGENCY_CODE_INVALID");
  EXPECT_EQ(Reason(FormatDossierCode("H19.12", year{2025} / 2 / 30, 1).status()),
            "CODE_DATE_IMPOSSIBLE");
  EXPECT_EQ(Reason(FormatDossierCode("H19.12", year{2100} / 1 / 1, 1).status()),
            "CODE_DATE_IMPOSSIBLE");
  EXPECT_EQ(Reason(FormatDossierCode("H19.12", kDay, 0).status()), "CODE_SERIAL_INVALID");
  EXPECT_EQ(Reason(FormatDossierCode("H19.12", kDay, 10'000'000'000'000'000ULL).status()),
            "CODE_SERIAL_INVALID");
}

TEST(AgencyCodeTest, KnowsBothSpellings) {
  for (const char* text : {"H19", "H19.12", "H19.151.11.22", "G06.01", "H19.A1"}) {
    EXPECT_TRUE(IsNewAgencyCode(text)) << text;
    EXPECT_FALSE(IsOldAgencyCode(text)) << text;
    EXPECT_TRUE(ValidateAgencyCode(text).ok()) << text;
  }
  EXPECT_TRUE(IsOldAgencyCode("000.00.19.H19"));
  EXPECT_TRUE(ValidateAgencyCode("000.00.19.H19").ok());
  EXPECT_FALSE(IsNewAgencyCode("000.00.19.H19"));
}

TEST(FindDossierCodesTest, FindsCodesInRunningText) {
  const auto found = [](std::string_view text) {
    std::string keys;
    for (const FoundCode& code : FindDossierCodes(text)) {
      EXPECT_EQ(LookupKey(text.substr(code.begin, code.end - code.begin)), code.code.key);
      keys += (keys.empty() ? "" : " ") + code.code.key;
    }
    return keys;
  };
  const std::string key = "H19122503120001";
  for (const char* text :
       {"H19.12-250312-0001", "h19 12 250312 0001", "HS H19.12-250312-0001 cam on",
        "HS HS H19.12-250312-0001", "hsH19.12-250312-0001", "Ma ho so: H19.12-250312-0001.",
        "Cho hoi ho so (H19.12-250312-0001) xong chua a?", "H19.12-250312-0001 5",
        "DG 5 H19.12-250312-0001", "0912345678 hoi H19122503120001 nhe",
        "12/3: H19.12 - 250312 - 0001"}) {
    EXPECT_EQ(found(text), key) << text;
  }
  EXPECT_EQ(found("H19.12-250312-0001 H19.12-250312-0001"), key + " " + key);
  EXPECT_EQ(found("H19.12-250312-0001 va 000.00.19.H19-250312-0002"),
            key + " 0000019H192503120002");
  EXPECT_EQ(found("DG H19.807.07-261005-0001 4"), "H19807072610050001");
  for (const char* text : {"", "xin chao", "HS 12345", "H19.12-250230-0001", "0912345678 5", "5"}) {
    EXPECT_EQ(found(text), "") << text;
  }
  // Bounded work, however long the text is.
  EXPECT_EQ(found(std::string(100000, '1')), "");
}

TEST(AgencyCodeTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "h19", "H1", "H19.", ".H19", "H19..12", "H19.12 ", "H19-12", "H19.12345", "H19.đ",
        "00.00.19.H19", "000.00.19.H1", "H19.1.2.3.4.5.6.7.8",
        "H19.1234.1234.1234.1234.1234.1234."
        "1234"}) {
    EXPECT_EQ(Reason(ValidateAgencyCode(text)), "AGENCY_CODE_INVALID") << text;
  }
}

// ---- Random ones ----

class RandomCodeTest : public testing::Test {
 protected:
  int Pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

  char AnyOf(std::string_view alphabet) {
    return alphabet[static_cast<std::size_t>(Pick(0, static_cast<int>(alphabet.size()) - 1))];
  }

  std::string AnyAgency() {
    const std::string first{'H', AnyOf("0123456789"), AnyOf("0123456789")};
    if (Pick(0, 3) == 0) {
      return "000.0" + std::to_string(Pick(0, 9)) + ".1" + std::to_string(Pick(0, 9)) + "." + first;
    }
    std::string agency = first;
    for (int groups = Pick(0, 4); groups > 0; --groups) {
      agency += '.';
      for (int left = Pick(1, 4); left > 0; --left) {
        agency += AnyOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
      }
    }
    return agency;
  }

  year_month_day AnyDay() {
    return year_month_day{std::chrono::sys_days{year{2000} / 1 / 1} +
                          std::chrono::days(Pick(0, 36524))};
  }

  // As a person might type it: other separators, any case, blanks around it.
  std::string Typed(const std::string& code) {
    std::string typed(static_cast<std::size_t>(Pick(0, 2)), ' ');
    for (const char c : code) {
      if (c == '.' || c == '-') {
        typed += AnyOf(" .-_/");
      } else {
        typed += Pick(0, 1) == 0 ? c : static_cast<char>(std::tolower(c));
      }
    }
    return typed + std::string(static_cast<std::size_t>(Pick(0, 2)), ' ');
  }

  // A new seed on every run, or the one given by --gtest_random_seed (at most 99999).
  const std::uint32_t seed_ = testing::GTEST_FLAG(random_seed) != 0
                                  ? static_cast<std::uint32_t>(testing::GTEST_FLAG(random_seed))
                                  : std::random_device{}() % 99999 + 1;
  std::mt19937 random_{seed_};
  testing::ScopedTrace trace_{__FILE__, __LINE__, "seed " + std::to_string(seed_)};
};

TEST_F(RandomCodeTest, WhatIsIssuedIsReadBackHoweverItIsTyped) {
  for (int i = 0; i < 5000; ++i) {
    const std::string agency = AnyAgency();
    const year_month_day day = AnyDay();
    const auto serial = static_cast<std::uint64_t>(Pick(1, 99999));
    const absl::StatusOr<std::string> issued = FormatDossierCode(agency, day, serial);
    ASSERT_TRUE(issued.ok()) << agency;
    const DossierCode code = ParseDossierCode(Typed(*issued));
    ASSERT_TRUE(code.valid) << *issued << ' ' << code.reason;
    EXPECT_EQ(code.canonical, *issued);
    EXPECT_EQ(code.agency, agency);
    EXPECT_EQ(code.date, day);
    EXPECT_EQ(std::stoull(code.serial), serial);
    const std::vector<FoundCode> found = FindDossierCodes("DG " + Typed(*issued) + " 5 cam on");
    ASSERT_EQ(found.size(), 1U) << *issued;
    EXPECT_EQ(found[0].code.canonical, *issued);
    EXPECT_EQ(code.key, LookupKey(*issued));
    EXPECT_EQ(code.kind, IsOldAgencyCode(agency) ? DossierCodeKind::kProvincialOld
                                                 : DossierCodeKind::kProvincialNew);
    const DossierCode bare = ParseDossierCode(code.key);
    EXPECT_TRUE(bare.valid) << code.key;
    EXPECT_EQ(bare.key, code.key);
    EXPECT_EQ(bare.kind, code.kind);
  }
}

TEST_F(RandomCodeTest, GarbageIsAnsweredAndNeverCrashes) {
  for (int i = 0; i < 1000; ++i) {
    std::string text;
    const bool likely = Pick(0, 1) == 0;  // Half of it made of the letters of codes.
    for (int left = Pick(0, 160); left > 0; --left) {
      text += likely ? AnyOf("H190.- ") : static_cast<char>(Pick(-128, 127));
    }
    const DossierCode code = ParseDossierCode(text);
    EXPECT_NE(code.valid, code.kind == DossierCodeKind::kUnknown);
    EXPECT_EQ(code.valid, code.reason.empty());
    for (const char c : code.key) {
      EXPECT_TRUE((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }
    if (!code.canonical.empty()) {
      EXPECT_EQ(ParseDossierCode(code.canonical).key, code.key);
    }
  }
}

}  // namespace
}  // namespace motcua::dossier
