// The files of tests/images.json.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/base64.h"

namespace media::image {

using File = std::vector<uint8_t>;

struct Sample {
  std::string name;
  File file;
  File picture;       // what it shows, as a PNG
  double within = 0;  // how far a channel may be from that, on average
};

// `list`: "files", which the core decodes, "avif" or "webp".
inline std::vector<Sample> image_samples(const char* list) {
  const auto json = nlohmann::json::parse(std::ifstream(MEDIA_TESTS "/images.json"), nullptr, false);
  const auto bytes = [](const nlohmann::json& text) {
    const auto& base64 = text.get_ref<const std::string&>();
    File out(contract::base64_decoded_size(base64).value_or(0));
    contract::base64_decode_start(base64, out);
    return out;
  };
  std::vector<Sample> out;
  for (const auto& entry : json[list]) {
    const auto& picture = json["pictures"][entry["picture"].get<std::string>()];
    out.push_back({entry["name"], bytes(entry["file"]), bytes(picture), entry["within"]});
  }
  return out;
}

}  // namespace media::image
