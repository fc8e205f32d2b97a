// What a live FastAPI answered to bodies, beside what a request built of the same body answers before it is
// sent.
#include <map>

#include "contract/base64.h"
#include "contract_support.h"
#include "shared_data.h"

namespace media::contract {
namespace {

using nlohmann::json;

std::string base64_text(std::string_view text) {
  std::string out(text.size(), '\0');
  out.resize(base64_decode_start(text, {reinterpret_cast<uint8_t*>(out.data()), out.size()}));
  return out;
}

// The body with the path's parameter in it, which is where requests take it from; empty where there is no
// place for it.
std::string with_parameter(std::string body, std::string_view endpoint) {
  const std::string_view member = endpoint == "updateMedia"           ? R"("asset_id":"a1")"
                                  : endpoint == "generateFromSession" ? R"("session_id":"s1")"
                                                                      : "";
  if (member.empty()) return body;
  if (body.starts_with("\xEF\xBB\xBF")) body.erase(0, 3);  // a byte order mark is skipped, as there
  const size_t open = body.find_first_not_of(" \t\r\n");
  if (open == body.npos || body[open] != '{') return "";
  const size_t next = body.find_first_not_of(" \t\r\n", open + 1);
  const bool empty = next != body.npos && body[next] == '}';
  return body.insert(open + 1, std::string(member) + (empty ? "" : ","));
}

// What a person sees of an issue, and what a form does.
json essence(const json& issues) {
  json out = json::array();
  for (const json& issue : issues)
    out.push_back({{"type", issue["type"]},
                   {"loc", issue["loc"]},
                   {"path", issue["path"]},
                   {"ctx", issue["ctx"]},
                   {"message", issue["message"]}});
  return out;
}

}  // namespace

TEST(LiveVectors, ARequestIsRefusedAsTheServerRefusesIt) {
  NEEDS_SHARED_DATA();
  std::map<std::string, int> seen;
  int rows = 0, skipped = 0;
  for (const std::string& line : gzip_lines(shared_data() / "vectors/live.jsonl.gz")) {
    const json row = parsed(line);
    ++rows;
    const std::string endpoint = row["endpoint"], sent = base64_text(row["b"].get<std::string>());
    const std::string body = with_parameter(sent, endpoint);
    const int status = row["status"];
    if (body.empty() && !sent.empty()) {
      ++skipped;  // with us its parameter is missing before the body is looked at
      continue;
    }
    const Built ours = built(endpoint, body, R"({"tier":"pro","total":0,"counts":{}})");
    SCOPED_TRACE(endpoint + " " + std::to_string(status) + " " + ours.outcome + "\n" + sent.substr(0, 2000) +
                 "\n" + row.value("answer", json()).dump().substr(0, 2000));
    // The one thing that we refuse and the server takes: NaN and infinities, which a browser cannot send.
    // There they are what an object held, so they are told before they silently become null.
    json issues = json::array();
    if (ours.head.is_object() && !ours.head["ok"]) {
      for (const json& issue : ours.head["issues"])
        if (issue["type"] != "finite_number") issues.push_back(issue);
    }
    if (status == 200) {
      ++seen["taken"];
      EXPECT_TRUE(issues.empty() && ours.head.is_object());
      continue;
    }
    const std::string answer = row["answer"].dump();
    const json theirs = parsed(parse_error_response(status, view(answer)));
    if (status == 422) {
      ++seen["schema"];
      EXPECT_EQ(ours.outcome.substr(0, 3), "422");
      EXPECT_EQ(essence(issues), essence(theirs["issues"]));
    } else if (theirs["message"] == "There was an error parsing the body") {
      ++seen["not JSON"];
      EXPECT_EQ(ours.outcome, "invalid_json");
    } else {
      ++seen["after the schema"];
      EXPECT_EQ(theirs["message"].get<std::string>().substr(0, 14), "Invalid base64");
      EXPECT_EQ(ours.outcome, "400 invalid_base64");
    }
  }
  for (const auto& [what, count] : seen) RecordProperty(what, count);
  EXPECT_EQ(seen.size(), 4u);
  EXPECT_LE(100 * skipped, rows);
}

}  // namespace media::contract
