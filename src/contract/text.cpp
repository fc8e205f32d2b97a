#include "contract/text.h"

namespace media::contract {

size_t utf8_length(const uint8_t* p, size_t available) {
  const auto continues = [&](size_t i) { return i < available && (p[i] & 0xC0) == 0x80; };
  const uint8_t first = p[0];
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first < 0xF0) {
    if (!continues(1) || !continues(2)) return 0;
    return first == 0xE0 && p[1] < 0xA0 ? 0 : 3;
  }
  if (first >= 0xF0 && first < 0xF5) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    return (first == 0xF0 && p[1] < 0x90) || (first == 0xF4 && p[1] >= 0x90) ? 0 : 4;
  }
  return 0;
}

void append_utf8(std::string& out, uint32_t c) {
  const auto add = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | c >> 6);
    add(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12);
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  } else {
    add(0xF0 | c >> 18);
    add(0x80 | (c >> 12 & 0x3F));
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  }
}

uint32_t take_code_point(std::string_view& text) {
  const auto* p = reinterpret_cast<const uint8_t*>(text.data());
  const size_t length = utf8_length(p, text.size());
  uint32_t c = p[0];
  if (length == 2) c = (c & 0x1F) << 6 | (p[1] & 0x3Fu);
  if (length == 3) c = (c & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  if (length == 4) c = (c & 0x07) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
  text.remove_prefix(length != 0 ? length : 1);
  return c;
}

size_t count_code_points(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
  return count;
}

namespace {

// The Unicode property White_Space.
bool is_space(uint32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    std::string_view rest = text;
    if (!is_space(take_code_point(rest))) break;
    text = rest;
  }
  size_t end = 0;  // after the last code point that is not white space
  for (std::string_view rest = text; !rest.empty();) {
    if (!is_space(take_code_point(rest))) end = text.size() - rest.size();
  }
  return text.substr(0, end);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) != lower[i]) return false;
  }
  return true;
}

namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c; }

}  // namespace

std::string camel_case(std::string_view snake) {
  std::string out;
  for (size_t i = 0; i < snake.size(); ++i)
    out += snake[i] == '_' && i + 1 < snake.size() ? upper(snake[++i]) : snake[i];
  return out;
}

bool is_camel_case_of(std::string_view key, std::string_view snake) {
  size_t k = 0;
  for (size_t i = 0; i < snake.size(); ++i, ++k) {
    const char c = snake[i] == '_' && i + 1 < snake.size() ? upper(snake[++i]) : snake[i];
    if (k == key.size() || key[k] != c) return false;
  }
  return k == key.size();
}

}  // namespace media::contract
