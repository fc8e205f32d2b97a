// SVG: the root element's width, height and viewBox (SVG 2, section 8), lengths by CSS's 96 pixels an inch.
#include <algorithm>
#include <cmath>
#include <string_view>

#include "image/headers.h"

namespace media::image {
namespace {

using Text = std::string_view;

constexpr Text kWhite = " \t\r\n";

bool is_white(char c) { return kWhite.find(c) != Text::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What comes before the root element is taken off: white space, declarations, comments, a document type.
bool skip_prolog(Text& text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (true) {
    size_t start = text.find_first_not_of(kWhite);
    if (start == Text::npos || text[start] != '<') return false;
    text.remove_prefix(start);
    if (!text.starts_with("<?") && !text.starts_with("<!")) return true;
    Text end = text.starts_with("<!--") ? "-->" : ">";
    if (text.starts_with("<!DOCTYPE") && text.find('[') < text.find('>')) end = "]>";
    size_t close = text.find(end);
    if (close == Text::npos) return false;
    text.remove_prefix(close + end.size());
  }
}

// The value of an attribute of the element that `text` begins with; empty when it is not there.
Text attribute(Text text, Text name) {
  size_t at = text.find_first_of(" \t\r\n/>");
  while (at < text.size()) {
    at = text.find_first_not_of(kWhite, at);
    if (at == Text::npos || text[at] == '>' || text[at] == '/') return {};
    size_t name_end = text.find_first_of(" \t\r\n=", at);
    size_t quote = text.find_first_of("\"'", at);
    if (name_end == Text::npos || quote == Text::npos) return {};
    size_t close = text.find(text[quote], quote + 1);
    if (close == Text::npos) return {};
    if (text.substr(at, name_end - at) == name) return text.substr(quote + 1, close - quote - 1);
    at = close + 1;
  }
  return {};
}

// Takes a decimal number off the front of `text`; NaN when there is none.
double take_number(Text& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n,"), text.size()));
  size_t i = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  double sign = text.starts_with('-') ? -1 : 1, value = 0, place = 1;
  bool any = false, fraction = false;
  for (; i < text.size() && (is_digit(text[i]) || (text[i] == '.' && !fraction)); ++i) {
    if (text[i] == '.') {
      fraction = true;
      continue;
    }
    any = true;
    value = value * 10 + (text[i] - '0');
    if (fraction) place *= 10;
  }
  if (any && i + 1 < text.size() && (text[i] == 'e' || text[i] == 'E') &&
      (is_digit(text[i + 1]) || text[i + 1] == '-' || text[i + 1] == '+')) {
    Text rest = text.substr(i + 1);
    int exponent = 0;
    bool negative = rest.starts_with('-');
    for (i += is_digit(rest[0]) ? 1 : 2; i < text.size() && is_digit(text[i]) && exponent < 100; ++i)
      exponent = exponent * 10 + (text[i] - '0');
    for (; exponent > 0; --exponent) value *= negative ? 0.1 : 10;
  }
  text.remove_prefix(i);
  return any ? sign * value / place : std::nan("");
}

// Pixels; NaN for what is missing, relative or no length.
double pixels(Text length) {
  double value = take_number(length);
  while (!length.empty() && is_white(length.back())) length.remove_suffix(1);
  struct Unit {
    Text name;
    double pixels;
  };
  constexpr Unit units[] = {{"", 1},    {"px", 1},         {"pt", 96.0 / 72}, {"pc", 16},
                            {"in", 96}, {"cm", 96 / 2.54}, {"mm", 96 / 25.4}};
  for (const Unit& unit : units) {
    if (length == unit.name) return value * unit.pixels;
  }
  return std::nan("");
}

int whole(double side) {
  return side > 0 && side < 1e9 ? std::max(1, static_cast<int>(std::lround(side))) : 0;
}

Text as_text(ByteView file) {
  constexpr size_t most = 1 << 16;  // the root element is looked for in this many bytes
  return {reinterpret_cast<const char*>(file.data()), std::min(file.size(), most)};
}

}  // namespace

bool is_svg(ByteView file) {
  Text text = as_text(file);
  return skip_prolog(text) && text.starts_with("<svg") && text.size() > 4 &&
         (is_white(text[4]) || text[4] == '/' || text[4] == '>');
}

Result<Info> svg_header(ByteView file) {
  Text root = as_text(file);
  skip_prolog(root);
  double width = pixels(attribute(root, "width")), height = pixels(attribute(root, "height"));
  Text box = attribute(root, "viewBox");
  take_number(box);
  take_number(box);
  double box_width = take_number(box), box_height = take_number(box);
  // Without a size of its own: as wide and high as its viewBox, in its proportions; else CSS's 300 x 150.
  bool has_box = box_width > 0 && box_height > 0;
  if (std::isnan(width))
    width = !has_box ? 300 : std::isnan(height) ? box_width : height * box_width / box_height;
  if (std::isnan(height)) height = !has_box ? 150 : width * box_height / box_width;
  Info info;
  info.format = Format::svg;
  info.stored_width = whole(width);
  info.stored_height = whole(height);
  info.has_alpha = true;
  if (info.stored_width == 0 || info.stored_height == 0) return corrupt("The SVG has an impossible size.");
  return info;
}

}  // namespace media::image
