#include "base/json.h"

namespace media {
void write_string(std::string& out, std::string_view text) {
  out += '"';
  size_t run = 0;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t c = bytes[i];
    const bool surrogate = c == 0xED && i + 2 < text.size() && is_surrogate(bytes + i);
    if (c >= 0x20 && c != '"' && c != '\\' && !surrogate) continue;
    out.append(text, run, i - run);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c >= '\b' && c <= '\r' && c != '\v') {
      out += '\\';
      out += "btn?fr"[c - '\b'];
    } else {
      const uint32_t unit = surrogate ? 0xD000u | (bytes[i + 1] & 0x3Fu) << 6 | (bytes[i + 2] & 0x3Fu) : c;
      out += "\\u";
      for (const int shift : {12, 8, 4, 0}) out += "0123456789abcdef"[unit >> shift & 15];
      if (surrogate) i += 2;
    }
    run = i + 1;
  }
  out.append(text, run);
  out += '"';
}

std::string quoted(std::string_view text) {
  std::string out;
  write_string(out, text);
  return out;
}

void JsonWriter::next() {
  if (!empty()) out_ += ',';
}

void JsonWriter::integer(int64_t value) { out_ += std::to_string(value); }

std::string JsonWriter::close(char end) {
  out_ += end;
  return std::move(out_);
}

void JsonObject::key(std::string_view name) {
  next();
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
  key(name);
  write_string(out_, value);
  return *this;
}

JsonObject& JsonObject::flag(std::string_view name, bool value) { return json(name, value ? "true" : "false"); }

JsonObject& JsonObject::json(std::string_view name, std::string_view value) {
  key(name);
  out_ += value;
  return *this;
}

JsonObject& JsonObject::whole(std::string_view name, int64_t value) {
  key(name);
  integer(value);
  return *this;
}

JsonList& JsonList::text(std::string_view value) {
  next();
  write_string(out_, value);
  return *this;
}

JsonList& JsonList::json(std::string_view value) {
  next();
  out_ += value;
  return *this;
}

JsonList& JsonList::whole(int64_t value) {
  next();
  integer(value);
  return *this;
}

}  // namespace media
