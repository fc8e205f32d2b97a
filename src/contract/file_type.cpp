#include "contract/file_type.h"

namespace media::contract {

std::string_view file_type_of(ByteView bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              bytes.size() < 1024 ? bytes.size() : 1024);
  const auto starts = [&](std::string_view magic, size_t at = 0) {
    return text.substr(at < text.size() ? at : text.size(), magic.size()) == magic;
  };
  if (starts("\x89PNG\r\n\x1A\n")) return "image/png";
  if (starts("\xFF\xD8\xFF")) return "image/jpeg";
  if (starts("GIF87a") || starts("GIF89a")) return "image/gif";
  if (starts("RIFF") && starts("WEBP", 8)) return "image/webp";
  const size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != text.npos && text[first] == '<' && text.find("<svg") != text.npos) return "image/svg+xml";
  return {};
}

}  // namespace media::contract
