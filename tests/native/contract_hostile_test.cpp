// Six thousand inputs made to go wrong, with Pydantic 2.10's whole answers: values to the last digit, every ctx.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "contract/base64.h"
#include "contract/contract.h"
#include "contract/coerce.h"
#include "contract/decimal.h"
#include "contract/engine.h"
#include "contract/issue.h"
#include "contract/json.h"
#include "contract/write.h"
#include "shared_data.h"

namespace media::contract {
namespace {

ByteView view(std::string_view text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

std::string base64_text(std::string_view text) {
  std::string out(text.size(), '\0');
  out.resize(base64_decode_start(text, {reinterpret_cast<uint8_t*>(out.data()), out.size()}));
  return out;
}

std::string written(const Document& document, uint32_t index) {
  std::string out;
  write_node(out, document, index);
  return out;
}

// The members of an object as a Python dict has them: in the order of the first of each key, with the last value.
std::vector<std::pair<std::string_view, uint32_t>> members(const Document& document, uint32_t object) {
  std::vector<std::pair<std::string_view, uint32_t>> out;
  for (uint32_t i = object + 1; i < document[object].next; i = document[i + 1].next) {
    const auto known =
        std::find_if(out.begin(), out.end(), [&](const auto& member) { return member.first == document[i].text; });
    if (known != out.end()) {
      known->second = i + 1;
    } else {
      out.emplace_back(document[i].text, i + 1);
    }
  }
  return out;
}

uint32_t step(const Document& document, uint32_t node, const Node& key) {
  if (key.kind == Kind::string) {
    for (const auto& [name, at] : members(document, node)) {
      if (name == key.text) return at;
    }
    return 0;
  }
  uint32_t at = node + 1;
  for (int skip = std::stoi(std::string(key.text)); skip > 0; --skip) at = document[at].next;
  return at;
}

// A value as recorded ($f, $i, $o) beside one of ours.
class Comparison {
 public:
  Comparison(const Document& expected, const Document& got, std::set<uint32_t> nans)
      : expected_(expected), got_(got), nans_(std::move(nans)) {}

  bool same(uint32_t e, uint32_t g) const {
    const Node &left = expected_[e], &right = got_[g];
    if (left.kind == Kind::array) {
      if (right.kind != Kind::array || right.count != left.count) return false;
      for (uint32_t i = e + 1, j = g + 1; i < left.next; i = expected_[i].next, j = got_[j].next) {
        if (!same(i, j)) return false;
      }
      return true;
    }
    if (left.kind == Kind::object) {
      const Node& mark = expected_[e + 1];
      if (mark.text == "$i") return right.kind == Kind::integer && right.text == expected_[e + 2].text;
      return mark.text == "$f" ? same_double(expected_[e + 2].text, g) : same_object(e + 2, g);
    }
    return left.kind == right.kind && left.truth == right.truth && left.text == right.text;
  }

 private:
  bool same_double(std::string_view repr, uint32_t g) const {
    const Node& right = got_[g];
    if (repr == "nan") return nans_.count(g) != 0;
    if (right.kind != Kind::integer && right.kind != Kind::number) return false;
    const double value = parse_double(right.text);
    if (repr == "inf" || repr == "-inf") return value == (repr == "inf" ? INFINITY : -INFINITY);
    return value == parse_double(repr) && std::signbit(value) == (repr[0] == '-');
  }

  bool same_object(uint32_t pairs, uint32_t g) const {
    if (got_[g].kind != Kind::object) return false;
    const auto own = members(got_, g);
    if (own.size() != expected_[pairs].count) return false;
    size_t position = 0;
    for (uint32_t i = pairs + 1; i < expected_[pairs].next; i = expected_[i].next, ++position) {
      if (expected_[i + 1].text != own[position].first || !same(i + 2, own[position].second)) return false;
    }
    return true;
  }

  const Document &expected_, &got_;
  std::set<uint32_t> nans_;
};

// The nodes that the answer's "nan" names.
std::set<uint32_t> nan_nodes(const Document& answer) {
  std::set<uint32_t> out;
  const Member list = find_member(answer, 0, "nan");
  if (!list) return out;
  std::vector<uint32_t> at{*find_member(answer, 0, "value")};
  for (uint32_t path = *list + 1; path < answer[*list].next; path = answer[path].next) {
    at.resize(std::stoul(std::string(answer[path + 1].text)) + 1);
    for (uint32_t i = path + 2; i < answer[path].next; ++i) at.push_back(step(answer, at.back(), answer[i]));
    EXPECT_EQ(answer[at.back()].kind, Kind::null);
    out.insert(at.back());
  }
  return out;
}

// Numbers in ctx compare as numbers: Pydantic says 100.0 where the table says 100.
bool same_context(const Document& left, uint32_t a, const Document& right, uint32_t b) {
  const auto x = members(left, a), y = members(right, b);
  if (x.size() != y.size()) return false;
  for (const auto& [name, value] : x) {
    const Member other = find_member(right, b, name);
    if (!other || left[value].kind == Kind::string != (right[*other].kind == Kind::string)) return false;
    if (left[value].kind == Kind::string ? left[value].text != right[*other].text
                                         : parse_double(left[value].text) != parse_double(right[*other].text))
      return false;
  }
  return true;
}

// Whether a ctx holds what the table of issue types says, which TypeScript's types are made from.
bool as_the_table_says(const Document& answer, uint32_t context, std::string_view type) {
  const auto kinds = issue_kinds();
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const IssueKind& one) { return one.name == type; });
  if (kind == kinds.end()) return false;
  const auto table = Document::parse(view(kind->context));
  if (!table || (*table)[0].count != answer[context].count) return false;
  for (uint32_t i = context + 1; i < answer[context].next; i = answer[i + 1].next) {
    const Member wanted = find_member(*table, 0, answer[i].text);
    if (!wanted || ((*table)[*wanted].text == "string") != (answer[i + 1].kind == Kind::string)) return false;
  }
  return true;
}

void compare_errors(const Document& row, const Document& answer, std::string_view input) {
  const uint32_t errors = *find_member(row, 0, "errors"), contexts = *find_member(row, 0, "allctx");
  const uint32_t issues = *find_member(answer, 0, "issues");
  ASSERT_EQ(answer[issues].count, row[errors].count) << input << "\n" << written(answer, issues);
  uint32_t e = errors + 1, c = contexts + 1, g = issues + 1;
  for (; e < row[errors].next; e = row[e].next, c = row[c].next, g = answer[g].next) {
    EXPECT_EQ(answer[*find_member(answer, g, "type")].text, row[*find_member(row, e, "type")].text) << input;
    EXPECT_EQ(written(answer, *find_member(answer, g, "loc")), written(row, *find_member(row, e, "loc"))) << input;
    const uint32_t context = *find_member(answer, g, "ctx");
    EXPECT_TRUE(same_context(row, c, answer, context)) << written(row, c) << written(answer, context);
    EXPECT_TRUE(as_the_table_says(answer, context, answer[*find_member(answer, g, "type")].text)) << written(answer, g);
    EXPECT_FALSE(answer[*find_member(answer, g, "message")].text.empty());
  }
}

}  // namespace

TEST(HostileVectors, EveryVerdictValueAndErrorAgrees) {
  NEEDS_SHARED_DATA();
  const auto lines = gzip_lines(shared_data() / "vectors/hostile.jsonl.gz");
  EXPECT_EQ(lines.size(), 6000u);
  int encoded = 0;
  for (const std::string& line : lines) {
    const auto parsed_row = Document::parse(view(line));
    ASSERT_TRUE(parsed_row) << parsed_row.error().message;
    const Document& row = *parsed_row;
    const std::string_view model = row[*find_member(row, 0, "model")].text, v = row[*find_member(row, 0, "v")].text;
    const std::string input = base64_text(row[*find_member(row, 0, "b")].text);
    const auto answer = validate(model, view(input), {});
    if (v == "badjson" || v == "deep") {
      ASSERT_FALSE(answer) << input;
      EXPECT_EQ(answer.error().code, v == "deep" ? ErrorCode::json_too_deep : ErrorCode::invalid_json);
      continue;
    }
    ASSERT_TRUE(answer) << answer.error().message << input;
    const auto got = Document::parse(view(*answer));
    ASSERT_TRUE(got) << got.error().message << *answer;
    const bool ok = (*got)[*find_member(*got, 0, "ok")].truth;
    ASSERT_EQ(ok, v == "ok") << input << "\n" << *answer;
    if (!ok) {
      compare_errors(row, *got, input);
      continue;
    }
    EXPECT_TRUE(Comparison(row, *got, nan_nodes(*got))
                    .same(*find_member(row, 0, "value"), *find_member(*got, 0, "value")))
        << input << "\n" << *answer;
    // A body has what was given and nothing else; NaN and Infinity cannot be said in one.
    const auto wire = encode(model, view(input));
    ASSERT_TRUE(wire);
    if (wire->body.json.empty()) {
      EXPECT_NE(wire->head.find("finite_number"), std::string::npos) << wire->head;
      continue;
    }
    const std::string body = wire->body.joined();
    const auto sent = Document::parse(view(body));
    ASSERT_TRUE(sent) << body;
    EXPECT_TRUE(Comparison(row, *sent, {}).same(*find_member(row, 0, "unset"), 0)) << input << "\n" << body;
    ++encoded;
  }
  EXPECT_GT(encoded, 1000);
}

}  // namespace media::contract
