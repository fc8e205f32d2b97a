// A still preview crosses in steps, so that each image is copied once and only when it is drawn: begin (which
// answers the order), one call an image, finish. A canvas under construction stays here, by number.
#include <map>

#include "looks.h"
#include "numbers.h"
#include "preview/preview.h"
#include "views.h"

namespace media::bridge {
namespace {

struct Still {
  image::Image canvas;
  std::vector<placement::Placement> placements;

  placement::Box box(uint32_t index) const {
    return placement::to_box(placements[index], {double(canvas.width), double(canvas.height)});
  }
};

std::map<uint32_t, Still> stills;
uint32_t last_still = 0;

Still* find(uint32_t still) {
  const auto found = stills.find(still);
  return found == stills.end() ? nullptr : &found->second;
}

Address drawn(const Result<preview::Drawn>& result) {
  return result ? reply(*result == preview::Drawn::something ? "true" : "false") : fail(result.error());
}

Error no_still() { return {ErrorCode::internal_error, "This preview is not being drawn."}; }

}  // namespace

// Placements as rows (numbers.h). Answers {"still": …, "order": [indices to draw], "issues": […]}.
MEDIA_EXPORT Address preview_begin(Address rows, uint32_t length, double width, double height,
                                   uint32_t rgba) {
  Still still{{}, Numbers(rows, length / sizeof(double), 0, 0).any_placements()};
  auto canvas = preview::make_canvas(
      width, height, {uint8_t(rgba >> 24), uint8_t(rgba >> 16), uint8_t(rgba >> 8), uint8_t(rgba)});
  if (!canvas) return fail(canvas.error());
  still.canvas = std::move(*canvas);

  const auto issues = placement::check(still.placements);
  std::vector<bool> sound(still.placements.size(), true);
  for (const placement::Issue& issue : issues) sound[issue.index] = false;
  JsonList order;
  for (const size_t index : placement::draw_order(still.placements)) {
    if (sound[index]) order.number(index);
  }
  const uint32_t number = ++last_still;
  stills[number] = std::move(still);
  JsonObject out;
  out.number("still", number).json("order", order.done()).json("issues", json(issues));
  return reply(out.done());
}

MEDIA_EXPORT Address preview_background(Address pixels, uint32_t length, int width, int height,
                                        uint32_t number, int fit) {
  Still* still = find(number);
  if (still == nullptr) return fail(no_still());
  const image::ImageView view = pixels_at(pixels, length, width, height);
  return drawn(preview::draw_background(still->canvas, view, static_cast<placement::Fit>(fit)));
}

MEDIA_EXPORT Address preview_image(Address pixels, uint32_t length, Address look, uint32_t look_length, int width,
                                   int height, uint32_t number, uint32_t index) {
  Still* still = find(number);
  const auto numbers = array<const double>(look, look_length);
  if (still == nullptr || index >= still->placements.size() || numbers.size() < kLookStride) return fail(no_still());
  const image::ImageView view = pixels_at(pixels, length, width, height);
  return drawn(preview::draw_image(still->canvas, view, still->box(index), still->placements[index].opacity,
                                   look_of(numbers.data())));
}

MEDIA_EXPORT Address preview_stand_in(Address label, uint32_t length, uint32_t number, uint32_t index) {
  Still* still = find(number);
  if (still == nullptr || index >= still->placements.size()) return fail(no_still());
  return drawn(preview::draw_stand_in(still->canvas, text(label, length), still->box(index),
                                      still->placements[index].opacity));
}

// The canvas' pixels; the still is gone.
MEDIA_EXPORT Address preview_finish(uint32_t number) {
  Still* still = find(number);
  if (still == nullptr) return fail(no_still());
  Bytes pixels = std::move(still->canvas.pixels);
  stills.erase(number);
  return reply("", std::move(pixels));
}

// Drops a still that will not be finished.
MEDIA_EXPORT Address preview_cancel(uint32_t number) {
  stills.erase(number);
  return reply("");
}

}  // namespace media::bridge
