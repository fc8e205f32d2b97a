// Projects: a session after any moves shows what a new one shows at once, within its canvas.
#include "fuzz_input.h"
#include "preview/preview.h"

using namespace media;
using fuzz::check;

namespace {

preview::Layer layer(fuzz::Input& in) {
  preview::Layer out;
  placement::Placement& p = out.placement;
  p.x = in.usable(), p.y = in.usable(), p.width = in.size(), p.height = in.size();
  p.unit = (in.byte() & 1) != 0 ? placement::Unit::px : placement::Unit::percent;
  p.rotation = in.usable(), p.opacity = in.usable();
  out.image = in.byte() % 3u;
  const uint8_t look = in.byte();
  out.look = {static_cast<placement::Fit>(look % 3), (look & 64) != 0, (look & 128) != 0, {}};
  if ((look & 32) != 0)
    out.look.effects = {double(in.byte()), {1, 2, 3, in.byte()}, double(in.byte()), {4, 5, 6, in.byte()},
                        in.byte() - 128.0, in.byte() - 128.0, double(in.byte()), {7, 8, 9, in.byte()}};
  if ((look & 16) != 0) {
    const auto share = [&] { return in.byte() / 520.0; };
    out.look.crop = {share(), share(), share(), share()};
    out.look.corner = in.byte();
  }
  const auto label = in.bytes(in.byte() % 12u);
  out.label.assign(label.begin(), label.end());
  return out;
}

void register_images(preview::Session& session, const std::vector<uint8_t>& pixels) {
  (void)session.set_image(1, {pixels.data(), 7, 5});
  (void)session.set_image(2, {pixels.data(), 2, 16});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::Input in(data, size);
  const double width = in.number(), height = in.number();
  (void)preview::make_canvas(width > 100 ? 9000 : width, height > 100 ? 9000 : height, {});
  const auto pixels = in.bytes(140);
  auto session = preview::Session::make(48, 32, {9, 8, 7, in.byte()});
  check(static_cast<bool>(session));
  register_images(*session, pixels);
  std::vector<preview::Layer> layers;
  for (int count = in.byte() % 4; count >= 0; --count) layers.push_back(layer(in));
  const auto window = session->update(layers);
  check(!window || (window->left >= 0 && window->top >= 0 && window->left + window->width <= 48 && window->top + window->height <= 32));
  for (int moves = in.byte() % 4; moves > 0; --moves) {
    layers[in.byte() % layers.size()] = layer(in);
    if (!session->update(layers)) return 0;
  }
  auto again = preview::Session::make(48, 32, {9, 8, 7, 0});
  auto twin = preview::Session::make(48, 32, {9, 8, 7, 0});
  register_images(*again, pixels);
  register_images(*twin, pixels);
  // By way of nothing, or at once.
  if (!again->update(std::span(layers).first(1)) || !again->update(layers) || !twin->update(layers)) return 0;
  check(std::memcmp(again->canvas().pixels.data(), twin->canvas().pixels.data(), 48 * 32 * 4) == 0);
  return 0;
}
