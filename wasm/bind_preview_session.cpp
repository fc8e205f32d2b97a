// Preview sessions: they live here, by number, from create to dispose.
#include <algorithm>
#include <cstring>
#include <map>

#include "looks.h"
#include "numbers.h"
#include "preview/preview.h"
#include "views.h"

namespace media::bridge {
namespace {

std::map<uint32_t, preview::Session> sessions;
uint32_t last_session = 0;

preview::Session* find(uint32_t number) {
  const auto found = sessions.find(number);
  return found == sessions.end() ? nullptr : &found->second;
}

Error no_session() { return {ErrorCode::disposed, "This preview session does not exist."}; }

Address done(const Result<Done>& result) { return result ? reply("") : fail(result.error()); }

// An image's number and its look before a placement's row.
constexpr size_t kBeforePlacement = 1 + kLookStride, kLayerStride = kBeforePlacement + kPlacementStride;

// Takes what stands before the next NUL.
std::string_view take_label(std::string_view& labels) {
  const size_t end = std::min(labels.find('\0'), labels.size());
  const std::string_view label = labels.substr(0, end);
  labels.remove_prefix(std::min(end + 1, labels.size()));
  return label;
}

}  // namespace

MEDIA_EXPORT Address preview_session_create(double width, double height, uint32_t rgba) {
  auto session = preview::Session::make(width, height, colour_of(rgba));
  if (!session) return fail(session.error());
  sessions.emplace(++last_session, std::move(*session));
  return reply(std::to_string(last_session));
}

MEDIA_EXPORT Address preview_session_fill(uint32_t number, uint32_t rgba) {
  preview::Session* session = find(number);
  if (session == nullptr) return fail(no_session());
  return done(session->set_background(colour_of(rgba)));
}

MEDIA_EXPORT Address preview_session_background(Address pixels, uint32_t length, int width, int height,
                                                uint32_t number, int fit) {
  preview::Session* session = find(number);
  if (session == nullptr) return fail(no_session());
  return done(
      session->set_background(pixels_at(pixels, length, width, height), static_cast<placement::Fit>(fit)));
}

MEDIA_EXPORT Address preview_session_image(Address pixels, uint32_t length, int width, int height,
                                           uint32_t number, uint32_t image) {
  preview::Session* session = find(number);
  if (session == nullptr) return fail(no_session());
  return done(session->set_image(image, pixels_at(pixels, length, width, height)));
}

MEDIA_EXPORT Address preview_session_forget(uint32_t number, uint32_t image) {
  preview::Session* session = find(number);
  if (session == nullptr) return fail(no_session());
  session->remove_image(image);
  return reply("");
}

// Layers as rows, in any order, and the labels of those without an image, each followed by NUL. Answers
// {"left","top","width","height","order","issues"} and the pixels in that rectangle; a width of 0: nothing
// changed.
MEDIA_EXPORT Address preview_session_update(Address rows, uint32_t length, Address labels,
                                            uint32_t labels_length, uint32_t number) {
  preview::Session* session = find(number);
  if (session == nullptr) return fail(no_session());
  const auto numbers = array<const double>(rows, length);
  std::vector<placement::Placement> placements;
  std::vector<std::string_view> layer_labels;
  std::string_view rest = text(labels, labels_length);
  for (size_t i = 0; i + kLayerStride <= numbers.size(); i += kLayerStride) {
    const Address row = rows + (i + kBeforePlacement) * sizeof(double);
    placements.push_back(Numbers(row, kPlacementStride, 0, 0).any_placements()[0]);
    layer_labels.push_back(numbers[i] == 0 ? take_label(rest) : std::string_view());
  }
  const auto issues = placement::check(placements);
  std::vector<preview::Layer> layers;
  JsonList order;
  for (const size_t index : placement::draw_order(placements)) {
    if (!placement::is_usable(placements[index])) continue;
    const double* const row = numbers.data() + index * kLayerStride;
    layers.push_back({static_cast<uint32_t>(row[0]), placements[index], std::string(layer_labels[index]),
                      look_of(row + 1)});
    order.number(index);
  }
  const auto changed = session->update(layers);
  if (!changed) return fail(changed.error());
  const auto [left, top, width, height] = *changed;
  auto pixels = Bytes::make(size_t(width) * size_t(height) * 4);
  if (!pixels) return fail(pixels.error());
  const image::Image& canvas = session->canvas();
  for (int y = 0; y < height; ++y) {
    std::memcpy(pixels->data() + 4 * size_t(y) * size_t(width),
                canvas.pixels.data() + 4 * (size_t(top + y) * size_t(canvas.width) + size_t(left)),
                4 * size_t(width));
  }
  JsonObject out;
  out.number("left", left).number("top", top).number("width", width).number("height", height);
  return reply(out.json("order", order.done()).json("issues", json(issues)).done(), std::move(*pixels));
}

MEDIA_EXPORT Address preview_session_dispose(uint32_t number) {
  sessions.erase(number);
  return reply("");
}

}  // namespace media::bridge
