// Pixels: what an encoded image is, decoding it upright, resizing, compositing and encoding. The whole public
// face of this folder. Colour is straight (not premultiplied) sRGB RGBA, 8 bits a channel, rows top to bottom
// without gaps, unless a declaration says otherwise.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/buffer.h"
#include "base/error.h"

namespace media::image {

// Pixels that belong to someone else: width × height × 4 bytes.
struct ImageView {
  const uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
};

// Pixels that it owns.
struct Image {
  Bytes pixels;
  int width = 0;
  int height = 0;

  operator ImageView() const { return {pixels.data(), width, height}; }
};

// One float a pixel: masks, alpha mattes, network outputs.
struct PlaneView {
  const float* data = nullptr;
  int width = 0;
  int height = 0;
};

struct Plane {
  Buffer<float> values;
  int width = 0;
  int height = 0;

  operator PlaneView() const { return {values.data(), width, height}; }
};

// One byte a pixel.
struct GreyView {
  const uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
};

struct Grey {
  Bytes values;
  int width = 0;
  int height = 0;

  operator GreyView() const { return {values.data(), width, height}; }
};

// Uninitialised pixels. image_too_large outside 1…kMaxResultSide a side or above kMaxResultPixels.
constexpr int kMaxResultSide = 65535;
constexpr int64_t kMaxResultPixels = int64_t{1} << 28;
Result<Image> make_image(int width, int height);
Result<Plane> make_plane(int width, int height);
Result<Grey> make_grey(int width, int height);

// What is read at most. Checked on the file's size and header, before anything is allocated.
struct Limits {
  int64_t max_bytes = int64_t{64} << 20;   // of the encoded file
  int64_t max_pixels = int64_t{64} << 20;  // 64 Mi, 8192 × 8192
  int max_side = 32767;
  // Steps of decoding, about one a coefficient or pixel: a small file may ask for very many. Any file of 1 MB is
  // decoded or refused (image_too_large) within some seconds.
  int64_t max_work = int64_t{1} << 30;
};

enum class Format { png, jpeg, gif, bmp, webp, avif, svg };

// "image/png" …
std::string_view mime(Format format);

struct Info {
  Format format = Format::png;
  int width = 0, height = 0;                // upright: after the orientation is applied
  int stored_width = 0, stored_height = 0;  // as the pixels lie in the file
  int orientation = 1;                      // EXIF 1…8
  int bit_depth = 8;                        // a channel
  bool has_alpha = false;                   // some pixel may be transparent
  int frame_count = 1;                      // more than 1: an animation
  bool has_icc_profile = false;             // noted only: colours are taken as sRGB
};

// What a file is, from its first bytes and headers; its name and its pixels are not looked at.
// A picture of a WebP, AVIF or SVG can be told, not decoded.
// empty_input, input_too_large, unsupported_format, corrupt_image, image_too_large.
Result<Info> probe(ByteView file, const Limits& limits = {});

struct DecodeOptions {
  Limits limits;
  bool orient = true;            // apply the EXIF orientation
  bool allow_truncated = false;  // decode what there is of a file that was cut off
};

struct Decoded {
  Image image;
  Info info;
};

// The first frame of a PNG, JPEG, GIF or BMP. The codes of probe, and out_of_memory; WebP, AVIF and SVG are
// unsupported_format: a browser decodes them.
Result<Decoded> decode(ByteView file, const DecodeOptions& options = {});

enum class Filter { lanczos3, bicubic, bilinear, box, nearest };

// Resizing as Pillow does it: separable, antialiased when shrinking, rows before columns, 8-bit steps in
// 22-bit fixed point; RGBA in premultiplied colour.
Result<Image> resize(ImageView source, int width, int height, Filter filter);
Result<Grey> resize(GreyView source, int width, int height, Filter filter);
Result<Plane> resize(PlaneView source, int width, int height, Filter filter);

// Porter-Duff source-over of `top`, its left upper corner at (x, y) of `base` (may be outside), every channel
// correctly rounded. `opacity` 0…1 multiplies top's alpha, in steps of 1/65536.
void source_over(Image& base, ImageView top, int x, int y, double opacity = 1);

struct PngOptions {
  bool small = false;  // several times as long for a smaller file
};

// A PNG that decodes to the very same pixels, without metadata: in a palette or in grey where that is
// smaller, and without an alpha channel where nothing is transparent.
Result<Bytes> encode_png(ImageView image, const PngOptions& options = {});

struct JpegOptions {
  int quality = 90;                         // 1…100; colour is stored at half resolution up to 90
  uint8_t background[3] = {255, 255, 255};  // shows where the image is transparent
};

Result<Bytes> encode_jpeg(ImageView image, const JpegOptions& options = {});

// The file of least loss that has at most max_bytes. A JPEG's quality is lowered; a PNG is made smaller
// without loss, then gets fewer bits a colour channel. cannot_fit when even the coarsest is larger.
struct Encoded {
  Bytes file;
  int quality = 0;      // of a JPEG
  int colour_bits = 8;  // a channel of a PNG; 8: without loss
};
Result<Encoded> encode_png_within(ImageView image, int64_t max_bytes);
Result<Encoded> encode_jpeg_within(ImageView image, int64_t max_bytes, const JpegOptions& options = {});

// What a platform takes: each size, and the bytes a file may have (units of 1000, the stricter reading).
struct ExportPreset {
  std::string_view name;
  Format format = Format::png;
  int64_t max_bytes = 0;
  int sizes[3][2] = {};  // width, height; 0: no further size
};
std::span<const ExportPreset> export_presets();

// The image as large as fits into width x height, centred on transparent.
Result<Image> contain(ImageView image, int width, int height);

}  // namespace media::image
