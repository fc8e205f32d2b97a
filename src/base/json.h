// JSON text out: objects and lists, member after member. It is read in contract/json.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace media {

// Half a character that stands alone, in the three bytes that UTF-8 would give it.
inline bool is_surrogate(const uint8_t* p) { return p[0] == 0xED && p[1] >= 0xA0; }

// A quoted string, escaped as JSON.stringify does. Lone surrogates are escaped, so that the result is always UTF-8.
void write_string(std::string& out, std::string_view text);

std::string quoted(std::string_view text);

// Calls are many and none is hot: a copy in each place would be most of the code.
#define MEDIA_ONE_COPY [[gnu::noinline]]

// Whole numbers only: other numbers have their digits from contract/coerce.h, and come as JSON.
class JsonWriter {
 public:
  bool empty() const { return out_.size() == 1; }

 protected:
  explicit JsonWriter(char open) : out_(1, open) {}
  void next();
  void integer(int64_t value);
  MEDIA_ONE_COPY std::string close(char end);

  std::string out_;
};

// Names are the program's own, or ASCII words of its tables: nothing in them has to be escaped.
class JsonObject : JsonWriter {
 public:
  MEDIA_ONE_COPY JsonObject() : JsonWriter('{') {}
  using JsonWriter::empty;

  MEDIA_ONE_COPY JsonObject& text(std::string_view name, std::string_view value);
  MEDIA_ONE_COPY JsonObject& flag(std::string_view name, bool value);
  // A value that is JSON already.
  MEDIA_ONE_COPY JsonObject& json(std::string_view name, std::string_view value);
  template <class Integer>
  JsonObject& number(std::string_view name, Integer value) {
    static_assert(std::is_integral_v<Integer>);
    return whole(name, static_cast<int64_t>(value));
  }
  // The text; nothing is left.
  std::string done() { return close('}'); }

 private:
  void key(std::string_view name);
  MEDIA_ONE_COPY JsonObject& whole(std::string_view name, int64_t value);
};

class JsonList : JsonWriter {
 public:
  MEDIA_ONE_COPY JsonList() : JsonWriter('[') {}
  using JsonWriter::empty;

  MEDIA_ONE_COPY JsonList& text(std::string_view value);
  MEDIA_ONE_COPY JsonList& json(std::string_view value);
  template <class Integer>
  JsonList& number(Integer value) {
    static_assert(std::is_integral_v<Integer>);
    return whole(static_cast<int64_t>(value));
  }
  std::string done() { return close(']'); }

 private:
  MEDIA_ONE_COPY JsonList& whole(int64_t value);
};

// A list of what a function makes of each item: JSON.
template <class Items, class Make>
std::string json_list(const Items& items, Make make) {
  JsonList out;
  for (const auto& item : items) out.json(make(item));
  return out.done();
}

// A list of texts.
template <class Words>
std::string json_words(const Words& words) {
  JsonList out;
  for (const std::string_view word : words) out.text(word);
  return out.done();
}

#undef MEDIA_ONE_COPY

}  // namespace media
