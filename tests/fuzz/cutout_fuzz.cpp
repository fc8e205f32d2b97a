// Masks and cut-outs of any size, with any options: a result of the promised size, or an error.
#include "cutout/cutout.h"
#include "fuzz_input.h"

using namespace media;
using fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::Input in(data, size);
  const int width = in.whole(1, 40), height = in.whole(1, 40), mask_width = in.whole(1, 40), mask_height = in.whole(1, 40);
  const int operation = in.byte() % 13;
  const double a = in.number(), b = in.number(), c = in.number();
  const int whole = in.whole(-30000, 30000), to_width = in.whole(-2, 70), to_height = in.whole(-2, 70);
  const auto pixels = in.bytes(static_cast<size_t>(width * height * 4)), values = in.bytes(static_cast<size_t>(mask_width * mask_height * 4));
  const image::ImageView image{pixels.data(), width, height};
  const image::ImageView other{values.data(), mask_width, mask_height};
  const image::GreyView mask{values.data(), mask_width, mask_height};
  const auto has_size = [&](const auto& out, int w, int h) { check(!out || (out->width == w && out->height == h)); };
  switch (operation) {
    case 0: {
      cutout::TensorSpec spec;
      spec.width = to_width, spec.height = to_height, spec.scale = a;
      spec.mean = {b, c, 0}, spec.deviation = {b, c, 1};
      const auto out = cutout::tensor(image, spec);
      check(!out || out->size() == size_t{3} * static_cast<size_t>(to_width) * static_cast<size_t>(to_height));
      for (size_t i = 0; out && i < out->size(); ++i) check(std::isfinite((*out)[i]));
      break;
    }
    case 1: {
      std::vector<float> plane(static_cast<size_t>(mask_width * mask_height));
      for (size_t i = 0; i < plane.size(); ++i) std::memcpy(&plane[i], values.data() + 4 * i, 4);
      const cutout::MaskSpec spec{static_cast<cutout::Activation>(whole % 5), (whole & 8) != 0};
      has_size(cutout::mask({plane.data(), mask_width, mask_height}, spec, to_width, to_height), to_width, to_height);
      has_size(cutout::to_mask({plane.data(), mask_width, mask_height}), mask_width, mask_height);
      break;
    }
    case 2:
      has_size(cutout::apply(image, mask, (whole & 1) != 0), width, height);
      break;
    case 3:
      has_size(cutout::refine(image, mask, {a, b}), width, height);
      break;
    case 4: {
      const auto measure = cutout::measure(mask);
      check(measure.coverage >= 0 && measure.coverage <= 1 && measure.certainty >= 0 && measure.certainty <= 1);
      break;
    }
    case 5:
      has_size(cutout::adjust(mask, {a, b}), mask_width, mask_height);
      break;
    case 6: {
      const auto out = cutout::trim(image, whole);
      check(!out || (out->image.width >= 1 && out->image.width <= width + 2 * whole));
      break;
    }
    case 7:
      has_size(cutout::on_colour(image, {1, 2, 3, static_cast<uint8_t>(whole)}), width, height);
      break;
    case 8:
      has_size(cutout::on_image(image, other), width, height);
      break;
    case 9: {
      cutout::FlatOptions options;
      options.holes = static_cast<cutout::Holes>((whole >> 3) % 3);
      options.jpeg = (whole & 2) != 0;
      options.shadow = static_cast<cutout::Shadow>((whole >> 2) & 1);
      (void)cutout::flat_background(image, options);
      break;
    }
    case 10: {
      cutout::ChromaOptions options;
      if ((whole & 1) != 0) options.colour = {{pixels[0], pixels[1], pixels[2]}};
      if ((whole & 2) != 0) options.tolerance = a;
      options.despill = (whole & 4) != 0;
      (void)cutout::chroma_key(image, options);
      break;
    }
    case 11: {
      const auto found = cutout::evidence(mask);
      check(static_cast<bool>(found) && found->agreement >= 0 && found->agreement <= 1 && found->crumbs >= 0 && found->crumbs <= 1);
      (void)cutout::judge(*found, {a, b});
      const cutout::Window all{0, 0, width, height};
      const auto next = cutout::closer(found->subject, mask_width, mask_height, all, width, height);
      check(next.x >= 0 && next.y >= 0 && next.x + next.width <= width && next.y + next.height <= height);
      if (next.width > 0 && next.height > 0) (void)cutout::place(mask, next, width, height);
      cutout::TensorSpec spec;
      spec.width = 8, spec.height = 8;
      (void)cutout::tensor(image, spec, {whole % 50, to_width, to_height, to_width});
      break;
    }
    default:
      has_size(image::resize(image, to_width, to_height, static_cast<image::Filter>(whole % 7)), to_width, to_height);
  }
  return 0;
}
