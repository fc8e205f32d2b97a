#include "contract/json.h"

#include <algorithm>

#include "base/json.h"
#include "contract/text.h"

namespace media::contract {
namespace {

bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

int hex_value(uint8_t c) {
  if (is_digit(c)) return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Whether any of eight bytes ends a run of ordinary ASCII: a quote, a backslash, a control or a byte over
// 127.
bool is_special(uint64_t word) {
  constexpr uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
  const uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
  return ((word | (word - ones * 0x20) | (quote - ones) | (backslash - ones)) & high) != 0;
}

}  // namespace

class Reader {
 public:
  explicit Reader(ByteView bytes) : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()) {}

  Result<Document> read() {
    document_.nodes_.reserve(std::min<size_t>(static_cast<size_t>(end_ - at_) / 16 + 4, 1u << 14));
    if (end_ - at_ >= 3 && at_[0] == 0xEF && at_[1] == 0xBB && at_[2] == 0xBF) at_ += 3;  // a byte order mark
    if (!read_all()) return error_;
    return std::move(document_);
  }

 private:
  struct Open {
    uint32_t node;
    bool object;
  };

  bool fail(std::string_view what) { return fail(ErrorCode::invalid_json, what); }

  bool fail(ErrorCode code, std::string_view what) {
    size_t line = 1;
    const uint8_t* start = begin_;
    for (const uint8_t* p = begin_; p < at_; ++p) {
      if (*p == '\n') {
        ++line;
        start = p + 1;
      }
    }
    error_ = {code, "This is not JSON that can be read: " + std::string(what) + " at line " +
                        std::to_string(line) + ", column " + std::to_string(at_ - start + 1) + "."};
    return false;
  }

  void skip_space() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }

  bool take(char c) {
    skip_space();
    if (at_ == end_ || *at_ != static_cast<uint8_t>(c)) return false;
    ++at_;
    return true;
  }

  bool take_word(std::string_view word) {
    if (static_cast<size_t>(end_ - at_) < word.size()) return false;
    if (std::string_view(reinterpret_cast<const char*>(at_), word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  bool add(Node node) {
    auto& nodes = document_.nodes_;
    if (nodes.size() == kMaxJsonNodes) return fail(ErrorCode::input_too_large, "more than a million values");
    node.next = static_cast<uint32_t>(nodes.size() + 1);
    nodes.push_back(node);
    return true;
  }

  bool read_key() {
    skip_space();
    if (at_ == end_ || *at_ != '"') return fail("a name in double quotes was expected");
    if (!read_string()) return false;
    return take(':') || fail("':' was expected");
  }

  // The grammar without recursion: `open_` holds the containers that are not yet closed.
  bool read_all() {
    do {
      opened_ = false;
      if (!read_value()) return false;
    } while (opened_ || !close());
    if (error_.message.empty()) {
      skip_space();
      if (at_ != end_) fail("there is more text after the value");
    }
    return error_.message.empty();
  }

  // After a value: true when the outermost one is complete, or on an error.
  bool close() {
    while (!open_.empty()) {
      const Open top = open_.back();
      Node& container = document_.nodes_[top.node];
      ++container.count;
      if (take(',')) return top.object && !read_key();
      if (!take(top.object ? '}' : ']')) {
        fail(top.object ? "',' or '}' was expected" : "',' or ']' was expected");
        return true;
      }
      container.next = static_cast<uint32_t>(document_.nodes_.size());
      open_.pop_back();
    }
    return true;
  }

  bool read_value() {
    skip_space();
    if (at_ == end_) return fail("a value was expected");
    switch (*at_) {
      case '{':
      case '[':
        return read_open(*at_ == '{');
      case '"':
        return read_string();
      case 't':
        if (take_word("true")) return add({.kind = Kind::boolean, .truth = true});
        break;
      case 'f':
        if (take_word("false")) return add({.kind = Kind::boolean});
        break;
      case 'n':
        if (take_word("null")) return add({});
        break;
      default:
        return read_number();
    }
    return fail("a value was expected");
  }

  bool read_open(bool object) {
    if (open_.size() == kMaxJsonDepth)
      return fail(ErrorCode::json_too_deep, "more than 950 levels of nesting");
    ++at_;
    if (!add({.kind = object ? Kind::object : Kind::array})) return false;
    if (take(object ? '}' : ']')) return true;
    opened_ = true;
    open_.push_back({static_cast<uint32_t>(document_.nodes_.size() - 1), object});
    return !object || read_key();
  }

  bool read_number() {
    const uint8_t* start = at_;
    const auto text = [&] {
      return std::string_view(reinterpret_cast<const char*>(start), static_cast<size_t>(at_ - start));
    };
    if (take_word("NaN") || take_word("Infinity") || take_word("-Infinity")) {
      return add({.kind = Kind::number, .literal = true, .text = text()});
    }
    if (*at_ == '-') ++at_;
    const uint8_t* digits = at_;
    while (at_ < end_ && is_digit(*at_)) ++at_;
    if (at_ == digits) return fail("a value was expected");
    if (*digits == '0' && at_ - digits > 1) return fail("a number with a leading zero");
    const bool too_long = static_cast<size_t>(at_ - digits) > kMaxIntegerDigits;
    Kind kind = Kind::integer;
    if (at_ < end_ && *at_ == '.') {
      kind = Kind::number;
      const uint8_t* fraction = ++at_;
      while (at_ < end_ && is_digit(*at_)) ++at_;
      if (at_ == fraction) return fail("a digit was expected");
    }
    if (at_ < end_ && (*at_ | 0x20) == 'e') {
      kind = Kind::number;
      ++at_;
      if (at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      const uint8_t* exponent = at_;
      while (at_ < end_ && is_digit(*at_)) ++at_;
      if (at_ == exponent) return fail("a digit was expected");
    }
    if (kind == Kind::integer && too_long) return fail("an integer of more than 4300 digits");
    return add({.kind = kind, .text = text()});
  }

  bool read_string() {
    const uint8_t* start = ++at_;
    Node node{.kind = Kind::string, .plain = true};
    std::string* copy = nullptr;
    const uint8_t* run = start;  // what is not yet in `copy`
    for (;;) {
      for (uint64_t word; end_ - at_ >= 8; at_ += 8) {
        std::memcpy(&word, at_, 8);
        if (is_special(word)) break;
      }
      while (at_ < end_ && *at_ != '"' && *at_ != '\\' && *at_ >= 0x20 && *at_ < 0x80) ++at_;
      if (at_ == end_) return fail("a string without its closing quote");
      if (*at_ == '"') break;
      if (*at_ < 0x20) return fail("a control character inside a string");
      if (*at_ >= 0x80) {
        const size_t length = utf8_length(at_, static_cast<size_t>(end_ - at_));
        if (length == 0) return fail("bytes that are not UTF-8");
        if (is_surrogate(at_)) node.lone_surrogate = true, node.plain = false;
        at_ += length;
        continue;
      }
      if (copy == nullptr) copy = &document_.unescaped_.emplace_back();
      node.plain = false;
      copy->append(reinterpret_cast<const char*>(run), static_cast<size_t>(at_ - run));
      if (!read_escape(*copy, node)) return false;
      run = at_;
    }
    const std::string_view tail(reinterpret_cast<const char*>(run), static_cast<size_t>(at_ - run));
    ++at_;
    if (copy != nullptr) copy->append(tail);
    node.text = copy != nullptr ? std::string_view(*copy) : tail;
    return add(node);
  }

  bool read_escape(std::string& out, Node& node) {
    ++at_;
    if (at_ == end_) return fail("a string without its closing quote");
    switch (*at_++) {
      case '"':
        out += '"';
        return true;
      case '\\':
        out += '\\';
        return true;
      case '/':
        out += '/';
        return true;
      case 'b':
        out += '\b';
        return true;
      case 'f':
        out += '\f';
        return true;
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'u':
        break;
      default:
        --at_;
        return fail("an unknown escape");
    }
    int32_t unit = read_hex();
    if (unit < 0) return fail("four hexadecimal digits were expected");
    if (unit >= 0xD800 && unit < 0xDC00 && end_ - at_ >= 6 && at_[0] == '\\' && at_[1] == 'u') {
      const uint8_t* before = at_;
      at_ += 2;
      const int32_t low = read_hex();
      if (low >= 0xDC00 && low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = before;
      }
    }
    if (unit >= 0xD800 && unit < 0xE000) node.lone_surrogate = true;
    append_utf8(out, static_cast<uint32_t>(unit));
    return true;
  }

  int32_t read_hex() {
    if (end_ - at_ < 4) return -1;
    int32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const int digit = hex_value(at_[i]);
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    at_ += 4;
    return value;
  }

  const uint8_t* begin_;
  const uint8_t* at_;
  const uint8_t* end_;
  bool opened_ = false;  // the value just begun is a container with something in it
  std::vector<Open> open_;
  Document document_;
  Error error_{ErrorCode::invalid_json, ""};
};

bool Document::holds_text(const uint8_t* at, size_t length) const {
  for (const Node& node : nodes_) {
    if (node.kind == Kind::string && node.plain && reinterpret_cast<const uint8_t*>(node.text.data()) == at)
      return node.text.size() == length;
  }
  return false;
}

Result<Document> Document::parse(ByteView bytes) {
  if (bytes.size() > kMaxJsonBytes)
    return Error{ErrorCode::input_too_large, "The JSON is longer than 64 MiB."};
  return Reader(bytes).read();
}

}  // namespace media::contract
