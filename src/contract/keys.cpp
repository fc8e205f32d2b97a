// An object's members under the wire's key or the web app's.
#include "contract/coerce.h"
#include "contract/engine.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {
namespace {

bool is_number(const Node& node) { return node.kind == Kind::integer || node.kind == Kind::number; }

// Whether two numbers are the same one: 1, 1.0 and 1e0 are.
bool same_number(const Node& a, const Node& b) {
  double left = 0, right = 0;
  if (a.text == b.text) return true;
  if (a.kind == Kind::integer && b.kind == Kind::integer) return false;  // of more digits than a double has
  return to_number(a, left) == IssueType::none && to_number(b, right) == IssueType::none && left == right;
}

// Whether two values are alike, but for spaces, escapes, and the spelling of numbers.
bool same_value(const Document& document, uint32_t a, uint32_t b) {
  const uint32_t length = document[a].next - a;
  if (document[b].next - b != length) return false;
  for (uint32_t i = 0; i < length; ++i) {
    const Node &left = document[a + i], &right = document[b + i];
    if (is_number(left) && is_number(right)) {
      if (same_number(left, right)) continue;
      return false;
    }
    if (left.kind != right.kind || left.truth != right.truth || left.count != right.count ||
        left.text != right.text) {
      return false;
    }
  }
  return true;
}

}  // namespace

Keyed find_keys(const Document& document, Member object, std::string_view name) {
  Keyed out;
  if (!object || document[*object].kind != Kind::object) return out;
  for (uint32_t i = *object + 1; i < document[*object].next; i = document[i + 1].next) {
    if (document[i].text == name) {
      out.snake = i + 1;
    } else if (is_camel_case_of(document[i].text, name)) {
      out.camel = i + 1;
    }
  }
  return out;
}

Member find_member(const Document& document, Member object, std::string_view name) {
  return find_keys(document, object, name).found();
}

void warn_if_ambiguous(const Document& document, const Keyed& keyed, const Location& location,
                       Issues& warnings) {
  if (!keyed.snake || !keyed.camel || same_value(document, *keyed.snake, *keyed.camel)) return;
  const std::string snake(location.back().name), camel = camel_case(snake);
  warnings.add({.type = IssueType::ambiguous_key,
                .location = location,
                .input = keyed.camel,
                .message = "Given as " + snake + " and as " + camel + ", which differ: " + snake + " counts.",
                .context = JsonObject().text("used", snake).text("ignored", camel).done()});
}

}  // namespace media::contract
