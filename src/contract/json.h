// JSON as a flat list of nodes over the caller's bytes: strings without escapes and numbers are views into
// them, so a 12 MB image_base64 is not copied here. nlohmann's SAX reader would copy each string byte by
// byte, and refuses what the server's parser (Python's json.loads) takes: NaN, Infinity, and lone surrogates.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"

namespace media::contract {

inline constexpr size_t kMaxJsonBytes = 64u << 20;
// Python's json.loads gives up at 1000 levels together with the server's own calls, which are some 50.
inline constexpr size_t kMaxJsonDepth = 950;
inline constexpr size_t kMaxJsonNodes = 1u << 20;
inline constexpr size_t kMaxIntegerDigits = 4300;  // Python's limit

enum class Kind : uint8_t { null, boolean, integer, number, string, array, object };

struct Node {
  Kind kind = Kind::null;
  bool truth = false;           // a boolean's value
  bool plain = false;           // a string that had no escape: its text is JSON as it stands
  bool lone_surrogate = false;  // a string that is not Unicode
  bool literal = false;         // a number written NaN, Infinity or -Infinity
  uint32_t next = 0;            // index of the node after this one and all that it holds
  uint32_t count = 0;           // elements, or members (each a string node, then the value's nodes)
  std::string_view text =
      {};  // a string's characters (UTF-8, lone surrogates as three bytes) or a number's digits
};

// A node that may not be there. Never a bare 0, which is the root.
using Member = std::optional<uint32_t>;

class Document {
 public:
  // invalid_json, json_too_deep or input_too_large. The bytes must outlive the document.
  static Result<Document> parse(ByteView bytes);

  const Node& operator[](uint32_t index) const { return nodes_[index]; }

  // Whether one string is these bytes of what was parsed, with nothing escaped.
  bool holds_text(const uint8_t* at, size_t length) const;

 private:
  friend class Reader;
  std::vector<Node> nodes_;
  std::deque<std::string> unescaped_;
};

}  // namespace media::contract
