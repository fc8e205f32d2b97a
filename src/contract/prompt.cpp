// The prompt text: where each asset goes, in words that an image model follows.
#include <algorithm>
#include <cmath>

#include "contract/coerce.h"
#include "contract/contract.h"
#include "contract/engine.h"
#include "contract/shared/words.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {
namespace {

// The whole wording. {words} in braces are filled in; a host can replace any of the texts.
constexpr Phrase kPhrases[] = {
    {"heading", "Place the attached images in the picture as follows."},
    {"canvas",
     "Canvas: {width} x {height} pixels. Positions are the centre of each image, from the top left corner."},
    {"asset", "- Image {number}: {type} \"{name}\" at {region} (x {x}%, y {y}%), {size}{rotation}{opacity}"},
    {"size_percent", "{size_word} ({width}% of the canvas width)"},
    {"size_px", "{width} x {height} pixels"},
    {"rotation", ", rotated {degrees} degrees clockwise"},
    {"opacity", ", {percent}% opaque"},
    {"layers", "Layer order, back to front: {list}."},
    {"layer", "image {number}"},
    {"layer_separator", ", "},
    {"instruction", "Use the attached images unchanged: do not redraw, restyle, crop or replace them."},
};

// Goes through all phrases until one is what is looked for.
template <class Is>
bool any_phrase(Is is) {
  if (std::any_of(std::begin(kPhrases), std::end(kPhrases), is)) return true;
  for (const auto& row : kRegions) {
    if (std::any_of(std::begin(row), std::end(row), is)) return true;
  }
  return std::any_of(std::begin(kSizes), std::end(kSizes), is);
}

// The largest placements list that is worth a prompt; more would only be a slow mistake.
constexpr uint32_t kMaxPlacements = 1000;

// Characters of a name (the library's own limit) and of a type that a prompt repeats.
constexpr size_t kMaxName = 100, kMaxType = 40;

struct Range {
  uint32_t first, last;
};

template <size_t Count>
bool within(uint32_t c, const Range (&ranges)[Count]) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// Controls, line and paragraph separators, halves of characters.
constexpr Range kBreaks[] = {{0, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x2029}, {0xD800, 0xDFFF}};

// What a reader does not see but a model may: Unicode's Default_Ignorable_Code_Point (zero-width characters, bidi
// controls, variation selectors, tags), annotations, and private use.
constexpr Range kInvisible[] = {{0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},     {0x115F, 0x1160},
                                {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x202A, 0x202E},
                                {0x2060, 0x206F},   {0x2800, 0x2800},   {0x3164, 0x3164},   {0xE000, 0xF8FF},
                                {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
                                {0xFFFE, 0xFFFF},   {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
                                {0xF0000, 0x10FFFF}};

// Unicode's Quotation_Mark, and what reads as one: accents, primes, modifiers, the Hebrew and Armenian marks.
constexpr Range kQuotes[] = {{'"', '"'},         {'\'', '\''},       {'`', '`'},         {0xA8, 0xA8},
                             {0xAB, 0xAB},       {0xB4, 0xB4},       {0xBB, 0xBB},       {0x2B9, 0x2BF},
                             {0x2C8, 0x2C8},     {0x2CA, 0x2CB},     {0x2DD, 0x2DD},     {0x2EE, 0x2EE},
                             {0x2F4, 0x2F6},     {0x55A, 0x55B},     {0x55D, 0x55D},     {0x5F3, 0x5F4},
                             {0x2018, 0x201F},   {0x2032, 0x2037},   {0x2039, 0x203A},   {0x2057, 0x2057},
                             {0x275B, 0x2760},   {0x276E, 0x276F},   {0x2E42, 0x2E42},   {0x300C, 0x300F},
                             {0x301D, 0x301F},   {0x3003, 0x3003},   {0xFE41, 0xFE44},   {0xFF02, 0xFF02},
                             {0xFF07, 0xFF07},   {0xFF40, 0xFF40},   {0xFF62, 0xFF63},   {0x1F676, 0x1F678}};

// A name from a user as part of one line between quotes: nothing in it can end either, hide, turn the text round, or
// fill the prompt. At most `limit` characters, then an ellipsis.
std::string one_line(std::string_view text, size_t limit) {
  std::string out;
  size_t length = 0;
  while (!text.empty()) {
    const std::string_view before = text;
    const uint32_t c = take_code_point(text);
    if (within(c, kInvisible)) continue;
    if (++length > limit) return out + "\xE2\x80\xA6";
    if (within(c, kBreaks)) {
      out += ' ';
    } else if (within(c, kQuotes)) {
      out += '\'';
    } else {
      out += before.substr(0, before.size() - text.size());
    }
  }
  return out;
}

std::string_view default_phrase(std::string_view name) {
  std::string_view text;
  any_phrase([&](const Phrase& phrase) {
    if (phrase.name != name) return false;
    text = phrase.text;
    return true;
  });
  return text;
}

class Phrases {
 public:
  // `overrides`: an object of texts, if there is one.
  Phrases(const Document& document, Member overrides) : document_(document), overrides_(overrides) {}

  std::string_view operator[](std::string_view name) const {
    const Member own = find_member(document_, overrides_, name);
    if (own && document_[*own].kind == Kind::string) return document_[*own].text;
    return default_phrase(name);
  }

 private:
  const Document& document_;
  Member overrides_;
};

struct Value {
  std::string_view name;
  std::string text;
};

// One pass: what is filled in is not looked at again, so a name such as "{x}" stays as it is.
std::string fill(std::string_view phrase, std::initializer_list<Value> values) {
  std::string out;
  while (!phrase.empty()) {
    const size_t open = phrase.find('{'), close = phrase.find('}', open == phrase.npos ? 0 : open);
    if (open == phrase.npos || close == phrase.npos) break;
    out += phrase.substr(0, open);
    const std::string_view name = phrase.substr(open + 1, close - open - 1);
    const auto* value =
        std::find_if(values.begin(), values.end(), [&](const Value& v) { return v.name == name; });
    out += value != values.end() ? value->text : std::string(phrase.substr(open, close - open + 1));
    phrase.remove_prefix(close + 1);
  }
  return out.append(phrase);
}

struct Placed {
  uint32_t node, number;  // the attached image's number: its place in the list, from 1
  double z;
};

class Formatter {
 public:
  Formatter(const Document& placements, const Phrases& phrases) : document_(placements), phrases_(phrases) {}

  std::string format(double width, double height) const {
    std::vector<Placed> order;
    uint32_t number = 0;
    for (uint32_t i = 1; i < document_[0].next; i = document_[i].next) {
      const Placed placed{i, ++number, get(i, "z_index")};
      const auto above = [&](const Placed& other) { return other.z > placed.z; };
      order.insert(std::find_if(order.begin(), order.end(), above), placed);
    }

    std::string out = std::string(phrases_["heading"]) + "\n";
    out += fill(phrases_["canvas"], {{"width", whole_text(width)}, {"height", whole_text(height)}}) + "\n";
    std::string layers;
    for (const Placed& placed : order) {
      out += line(placed) + "\n";
      if (!layers.empty()) layers += phrases_["layer_separator"];
      layers += fill(phrases_["layer"], {{"number", std::to_string(placed.number)}});
    }
    if (order.size() > 1) out += fill(phrases_["layers"], {{"list", layers}}) + "\n";
    return out + std::string(phrases_["instruction"]);
  }

 private:
  double get(uint32_t placement, std::string_view name) const {
    double value = 0;
    if (const Member at = find_member(document_, placement, name)) (void)to_number(document_[*at], value);
    return value;
  }

  std::string_view get_text(uint32_t placement, std::string_view name) const {
    const Member at = find_member(document_, placement, name);
    return at ? document_[*at].text : std::string_view();
  }

  std::string line(const Placed& placed) const {
    const uint32_t node = placed.node;
    const double x = get(node, "x"), y = get(node, "y"), width = get(node, "width");
    // As they will read: 0.3 degrees and a whole turn are no rotation, 99.7 percent is opaque.
    const double rotation = std::fmod(std::round(get(node, "rotation")), 360), opacity = std::round(get(node, "opacity"));
    const bool pixels = get_text(node, "size_unit") == "px";
    const std::string size = fill(phrases_[pixels ? "size_px" : "size_percent"],
                                  {{"size_word", std::string(phrases_[size_phrase(width).name])},
                                   {"width", whole_text(width)},
                                   {"height", whole_text(get(node, "height"))}});
    return fill(
        phrases_["asset"],
        {{"number", std::to_string(placed.number)},
         {"type", one_line(get_text(node, "asset_type"), kMaxType)},
         {"name", one_line(get_text(node, "display_name"), kMaxName)},
         {"region", std::string(phrases_[region_phrase(x, y).name])},
         {"x", whole_text(x)},
         {"y", whole_text(y)},
         {"size", size},
         {"rotation", rotation != 0 ? fill(phrases_["rotation"], {{"degrees", whole_text(rotation)}}) : ""},
         {"opacity", opacity < 100 ? fill(phrases_["opacity"], {{"percent", whole_text(opacity)}}) : ""}});
  }

  const Document& document_;
  const Phrases& phrases_;
};

double canvas_side(const Document& document, Member canvas, std::string_view name) {
  const Member at = find_member(document, canvas, name);
  double value = 0;
  if (!at || to_number(document[*at], value) != IssueType::none || !std::isfinite(value)) return 0;
  return value;
}

// What is wrong with a host's phrases: an unknown name, or what is no text. Empty: nothing.
std::string check_phrases(const Document& document, Member overrides) {
  if (!overrides || document[*overrides].kind == Kind::null) return "";
  if (document[*overrides].kind != Kind::object) return "The phrases must be an object of texts.";
  for (uint32_t i = *overrides + 1; i < document[*overrides].next; i = document[i + 1].next) {
    const std::string_view name = document[i].text;
    const bool known = any_phrase([&](const Phrase& phrase) {
      return phrase.name == name || is_camel_case_of(name, phrase.name);
    });
    if (!known) return "There is no phrase " + quoted(name.substr(0, 100)) + ".";
    if (document[i + 1].kind != Kind::string) return "The phrase " + quoted(name) + " must be a text.";
  }
  return "";
}

Error bad(std::string message) { return {ErrorCode::invalid_argument, std::move(message)}; }

}  // namespace

Result<std::string> describe_placements(ByteView input) {
  const auto parsed = Document::parse(input);
  if (!parsed) return parsed.error();
  const Document& document = *parsed;
  const Member canvas = find_member(document, 0, "canvas");
  const double width = canvas_side(document, canvas, "width"),
               height = canvas_side(document, canvas, "height");
  if (!(width > 0) || !(height > 0)) return bad("The canvas needs a width and a height in pixels.");

  static const Field item = nested("placement", *find_model("MediaAssetPlacement"), "");
  static const Field placements = list("placements", item, "").at_most(kMaxPlacements);
  const Member given = find_member(document, 0, "placements");
  if (!given) return bad("There are no placements.");
  const WalkResult checked = walk(document, placements, {.literals = false}, *given);
  if (!checked.issues.empty()) {
    const Issue& first = checked.issues.kept().front();
    return bad("The placement at " + location_json(first.location, true) + " cannot be used: " + message_of(first));
  }
  const auto normal =
      Document::parse(ByteView(reinterpret_cast<const uint8_t*>(checked.value.data()), checked.value.size()));
  if (!normal) return normal.error();
  for (uint32_t i = 1; i < (*normal)[0].next; i = (*normal)[i].next) {
    for (const std::string_view side : {"width", "height"}) {
      double value = 0;
      (void)to_number((*normal)[*find_member(*normal, i, side)], value);
      if (!std::isfinite(value)) return bad("The size of a placement must be finite.");
    }
  }
  const Member overrides = find_member(document, 0, "phrases");
  if (std::string wrong = check_phrases(document, overrides); !wrong.empty()) return bad(std::move(wrong));
  return Formatter(*normal, Phrases(document, overrides)).format(width, height);
}

std::string phrases_json() {
  JsonObject out;
  any_phrase([&](const Phrase& phrase) {
    out.text(phrase.name, phrase.text);
    return false;
  });
  return out.done();
}

}  // namespace media::contract
