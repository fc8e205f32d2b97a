#include "contract/write.h"

namespace media::contract {

void write_string(std::string& out, const Node& node) {
  if (!node.plain) return write_string(out, node.text);
  out += '"';
  out += node.text;
  out += '"';
}

void write_number(std::string& out, const Node& node) {
  if (!node.literal) {
    out += node.kind == Kind::integer && node.text == "-0" ? "0" : node.text;
  } else {
    out += node.text == "NaN" ? "null" : node.text[0] == '-' ? "-1e999" : "1e999";
  }
}

bool write_node(std::string& out, const Document& document, uint32_t index, size_t limit) {
  struct Open {
    uint32_t end;
    bool object;
  };
  std::vector<Open> open;
  const uint32_t end = document[index].next;
  bool first = true, is_value = false;  // is_value: this node follows its key
  for (uint32_t i = index; i < end;) {
    const Node& node = document[i];
    if (node.text.size() > limit || out.size() > limit) return false;
    if (!first && !is_value) out += ',';
    first = false;
    const bool is_key = !open.empty() && open.back().object && !is_value;
    switch (node.kind) {
      case Kind::null:
        out += "null";
        break;
      case Kind::boolean:
        out += node.truth ? "true" : "false";
        break;
      case Kind::integer:
      case Kind::number:
        write_number(out, node);
        break;
      case Kind::string:
        write_string(out, node);
        break;
      case Kind::array:
      case Kind::object: {
        out += node.kind == Kind::object ? '{' : '[';
        open.push_back({node.next, node.kind == Kind::object});
        first = true;
        break;
      }
    }
    if (is_key) out += ':';
    is_value = is_key;
    ++i;
    while (!open.empty() && open.back().end == i) {
      out += open.back().object ? '}' : ']';
      open.pop_back();
      first = false;
    }
  }
  return out.size() <= limit;
}

}  // namespace media::contract
