// Geometry of an editor as pure functions on plain structs. The whole public face of this folder.
// Pixels are doubles with the origin at the canvas' top left, y down; angles are degrees clockwise.
// Functions expect finite numbers and sizes above 0: `check` tells beforehand.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace media::placement {

struct Point {
  double x = 0, y = 0;
};
struct Size {
  double width = 0, height = 0;
};

// An axis-aligned rectangle.
struct Rect {
  double left = 0, top = 0, width = 0, height = 0;
  double right() const { return left + width; }
  double bottom() const { return top + height; }
};

// An oriented box: a rectangle turned about its centre.
struct Box {
  double center_x = 0, center_y = 0, width = 0, height = 0, rotation = 0;
};

// ---- Units ----

enum class Unit { percent, px };

// A placement as it goes on the wire: the centre in percent of the canvas, the size in percent of the canvas'
// width and height or in pixels.
struct Placement {
  double x = 50, y = 50;
  double width = 20, height = 20;
  Unit unit = Unit::percent;
  double z = 1, rotation = 0, opacity = 100;  // opacity in percent
  bool operator==(const Placement&) const = default;
};

// Why a placement cannot be computed with. `type` is Pydantic's word for it.
struct Issue {
  size_t index = 0;
  const char *field = "", *type = "", *message = "";
};

constexpr size_t kNone = static_cast<size_t>(-1);  // no index
// Numbers beyond this, either way, are refused: within it, no computation here overflows or loses a pixel.
constexpr double kLargest = 1e9;

// Every number that is not finite or beyond kLargest, every size that is not above 0; none means that the
// functions below may be called with these placements. It stops after the placement that made them
// kMostIssues.
constexpr size_t kMostIssues = 1000;
std::vector<Issue> check(std::span<const Placement> placements);
std::vector<Issue> check(std::span<const Box> boxes);

// Whether check() would find nothing.
bool is_usable(const Placement& placement);
bool is_usable(const Box& box);

Box to_box(const Placement& placement, Size canvas);

// The placement of a box, in the unit, layer and opacity of `like`.
Placement to_placement(const Box& box, Size canvas, const Placement& like);

// ---- Boxes ----

// The whole pixels that a box fills before it is turned about their centre: the one rounding rule, for
// drawing and for hit tests. Left, top, width and height each round half up; a size is at least 1. Sizes do
// not depend on the position, so that an asset keeps its pixel size while it moves.
Rect pixel_rect(const Box& box);

// The box of those pixels, with the rotation of the box that they came from.
Box pixel_box(const Box& box);

// Top left, top right, bottom right, bottom left of the unturned box, each turned.
std::array<Point, 4> corners(const Box& box);

// The smallest axis-aligned rectangle around the turned box.
Rect bounds(const Box& box);

// An angle as sine and cosine, exact at multiples of 90°.
struct Turn {
  double sin = 0, cos = 1;
};
Turn turn(double degrees);

// [0, 360).
double normalize_degrees(double degrees);

// A point in the box's own frame: origin at its centre, axes along its sides; and back.
Point to_local(const Box& box, Point point);
Point to_canvas(const Box& box, Point local);

// Row by row from the top left.
enum class Anchor { top_left, top, top_right, left, center, right, bottom_left, bottom, bottom_right };

// Where an anchor of the turned box is, and the box moved so that its anchor is at a point.
Point anchor_point(const Box& box, Anchor anchor);
Box at_anchor(const Box& box, Anchor anchor, Point point);

// The smallest rectangle around all boxes; empty for none.
Rect union_bounds(std::span<const Box> boxes);

enum class Fit { fill, contain, cover };

// Where content of a size lies inside a rectangle: stretched, whole inside, or covering it, centred.
Box fit(Size content, const Rect& into, Fit mode);

// ---- Limits ----

// What of a box has to stay inside an area: nothing, its centre, or all of it.
enum class Keep { bleed, center, box };

// Smallest and largest sides in pixels; the smallest wins where they disagree.
struct SizeLimits {
  Size smallest{1, 1};
  Size largest{kLargest, kLargest};
};

struct Constraint {
  Keep keep = Keep::bleed;
  Rect area;
  SizeLimits limits;
  bool lock_aspect = false;  // sizes are clamped along the ratio
};

// The box moved inside; one that is too large for it lies about the area's centre.
Box keep_inside(const Box& box, const Rect& area, Keep keep);

// Its size clamped about its centre, made small enough to be kept inside, and moved inside. A turned box is
// made smaller along its ratio.
Box constrain(const Box& box, const Constraint& constraint);

// ---- Gestures: functions of the state at the start and the pointer now, so that nothing drifts ----

enum class Handle { top_left, top, top_right, right, bottom_right, bottom, bottom_left, left };

// Which way a handle lies from the centre: −1, 0 or 1 along each side.
Point handle_direction(Handle handle);

// Where a handle is: on the turned box' corner or edge.
Point handle_point(const Box& box, Handle handle);

Box move(const Box& start, Point grab, Point pointer);

struct ResizeOptions {
  bool lock_aspect = false;
  double aspect = 0;         // width / height in pixels to lock to; 0: the start's own
  bool from_center = false;  // the centre stays, not the opposite handle
  SizeLimits limits;
  Keep keep = Keep::bleed;  // a start that is inside the area stays inside, up to the smallest size
  Rect area;
};

struct Resized {
  Box box;
  bool flipped_x = false, flipped_y = false;  // the pointer crossed the opposite edge
};

// Drags a handle from where it was grabbed to the pointer, in the box' own turned frame: the opposite handle
// stays where it is. Locked, sizes (their limits too) move along the ratio.
Resized resize(const Box& start, Handle handle, Point grab, Point pointer, const ResizeOptions& options);

struct RotateOptions {
  double step = 0;         // degrees between the angles that it snaps to; 0: none
  double tolerance = 180;  // how far from such an angle it still snaps
};

struct Rotated {
  Box box;
  bool snapped = false;
};

// Turns a box about its centre by the angle from where it was grabbed to the pointer.
Rotated rotate(const Box& start, Point grab, Point pointer, const RotateOptions& options);

// For a selection, here and below, `out` has a place for each box and may be the boxes themselves.
// Two fingers, from where they were to where they are: moves, scales along the ratio and, if asked, turns.
void pinch(std::span<const Box> start, const std::array<Point, 2>& from, const std::array<Point, 2>& to,
           bool turns, const SizeLimits& limits, std::span<Box> out);

// An arrow key: `x` and `y` are −1, 0 or 1. With a grid, the frame's centre goes to the next line that way.
void nudge(std::span<const Box> start, double x, double y, double step, Size grid, std::span<Box> out);

// A handle of the frame around a selection (union_bounds). Scales evenly when a member is turned, for a box
// that is scaled unevenly would become a parallelogram. The limits hold for every member. What flips is
// mirrored.
Resized resize_all(std::span<const Box> start, Handle handle, Point grab, Point pointer,
                   const ResizeOptions& options, std::span<Box> out);

// Turns a selection about the frame's centre; steps are of the angle turned by. Answers that angle.
double rotate_all(std::span<const Box> start, Point grab, Point pointer, const RotateOptions& options,
                  std::span<Box> out);

// ---- Snapping ----

// What a box can snap to, in the order that breaks ties; each is a bit of SnapOptions::kinds.
enum class SnapKind {
  canvas_edge,
  canvas_center,
  safe_zone,
  third,
  asset_edge,
  asset_center,
  gap,
  size,
  grid
};
constexpr unsigned snap_bit(SnapKind kind) { return 1u << static_cast<unsigned>(kind); }
constexpr unsigned kAllSnapKinds = (1u << 9) - 1;

// Distances from the canvas' edges in percent of its height (top, bottom) and width (right, left).
struct Margins {
  double top = 0, right = 0, bottom = 0, left = 0;
};

struct SnapOptions {
  Size canvas;
  unsigned kinds = kAllSnapKinds & ~snap_bit(SnapKind::grid);
  double threshold = 6;     // screen pixels
  double zoom = 1;          // screen pixels a canvas pixel
  double hysteresis = 1.5;  // a target that holds lets go at this many thresholds
  Size grid;                // canvas pixels between grid lines; centres snap to them
  Margins safe_zone;
};

// A line to draw. Axis 0 is x: targets that stand upright and were met by moving sideways.
//   gap: the empty stretch from `from` to `to` along the axis, drawn at `position` across it;
//   size: the side of the target, likewise;
//   else: a line at `position` on the axis, drawn from `from` to `to` across it.
struct Guide {
  int axis = 0;
  SnapKind kind = SnapKind::canvas_edge;
  double position = 0, from = 0, to = 0;
  size_t target = kNone;  // index of the other asset; kNone: the canvas
};

struct SnapHit {
  bool hit = false;
  SnapKind kind = SnapKind::canvas_edge;
  size_t target = kNone;
  double moved = 0;  // canvas pixels
};

struct Snapped {
  Box box;
  bool flipped_x = false, flipped_y = false;  // of a resize
  std::array<SnapHit, 2> hits;                // x, y
  std::array<Guide, 8> guides;
  size_t guide_count = 0;
};

struct SnapIndex;

// One drag: the others are indexed once, each update costs no allocation. Remembers what it snapped to last.
class SnapSession {
 public:
  // Others are snapped to by their bounds; turned ones have no size to equal.
  SnapSession(const SnapOptions& options, std::span<const Box> others);
  SnapSession(SnapSession&&) noexcept;
  SnapSession& operator=(SnapSession&&) noexcept;
  ~SnapSession();

  // Where a box that the pointer wants here goes: on each axis to the nearest target within the threshold, of
  // equally near ones the first kind and the first asset. Never further than the threshold (than hysteresis
  // allows, where it already holds), and a box that it answered stays where it is.
  const Snapped& move(const Box& wanted);

  // A resize whose moved edges snap; of a turned box only sizes do. Locked, the nearer edge decides.
  const Snapped& resize(const Box& start, Handle handle, Point grab, Point pointer,
                        const ResizeOptions& options);

  // Forgets what it holds, as when a drag begins.
  void release();

 private:
  std::unique_ptr<SnapIndex> index_;
};

// ---- Queries ----

// Whether a point is in the turned pixel box: left and top edge included, right and bottom not.
bool contains(const Box& box, Point point);

// Whether it is also within the box' rounded corners. A corner is a quarter of a circle; no radius above half
// of the shorter side counts.
bool contains(const Box& box, double corner_radius, Point point);

// The front-most placement under a point, or kNone. `corner_radii` are canvas pixels, one a placement; those
// that it lacks are 0.
size_t hit_test(std::span<const Placement> placements, Size canvas, Point point,
                std::span<const double> corner_radii = {});

// All of them, front to back, with the place in the picture: 0…1 along its own width and height.
struct PointHit {
  size_t index = 0;
  double u = 0, v = 0;
};
std::vector<PointHit> hits(std::span<const Placement> placements, Size canvas, Point point,
                           std::span<const double> corner_radii = {});

// Whether a selection rectangle catches a box: touching its turned shape, or containing all of it.
bool in_marquee(const Box& box, const Rect& marquee, bool whole);

// The part of a convex quadrilateral (corners in order, clockwise) within ±half_width, ±half_height of the
// origin.
struct Part {
  double area = 0;
  Point centroid;
};
Part clip_to_frame(const std::array<Point, 4>& corners, double half_width, double half_height);

// Square pixels that two turned boxes share.
double overlap_area(const Box& a, const Box& b);

// How far a turned box reaches beyond each edge of an area (0: it does not), and what fraction of it is
// outside.
struct Overflow {
  double left = 0, top = 0, right = 0, bottom = 0;
  double fraction = 0;
};
Overflow overflow(const Box& box, const Rect& area);

// The canvas without margins of percents.
Rect safe_area(Size canvas, const Margins& margins);

// Every pair of which the one in front covers some of the one behind.
struct Cover {
  size_t back = 0, front = 0;
  double fraction = 0;  // of the one behind; 1: hidden, if the one in front is opaque
};
std::vector<Cover> covers(std::span<const Placement> placements, Size canvas);

// ---- Arranging: in place, by the bounds of turned boxes ----

enum class Align { left, center_x, right, top, center_y, bottom };
void align(std::span<Box> boxes, Align how, const Rect& to);

// Equal gaps, or equal distances of centres, along an axis (0 is x) in spatial order; the outermost two stay.
void distribute(std::span<Box> boxes, int axis, bool by_centers);

// Gives every box a width, a height (0: its own) about its centre; locked, one side follows the other along
// the ratio.
void match_size(std::span<Box> boxes, Size size, bool lock_aspect);

// The z-indices 1…n in the order of the given ones; of equals the later is in front.
std::vector<double> normalize_z(std::span<const double> z);

// The z-indices 1…n after moving the selected ones; they keep their order among themselves.
enum class LayerMove { to_front, forward, backward, to_back };
std::vector<double> move_layers(std::span<const double> z, std::span<const uint8_t> selected, LayerMove how);

// Scales each box along its ratio into a cell of the area, `gap` pixels apart. focus: the first gets two
// thirds of the longer side, the others share the rest. free_space: sizes stay, each goes where free_position
// puts it.
enum class Layout { grid, row, column, focus, free_space };
void layout(std::span<Box> boxes, Layout how, const Rect& area, double gap);

// The centre for a box where it overlaps the others least, as near to the area's centre as may be. Others
// that cover (nearly) the whole area are backgrounds and do not count.
Point free_position(const Box& box, std::span<const Box> others, const Rect& area);

// ---- Canvas ----

// The box on another canvas: its ratio and turn stay. What fits still fits with the same room on the tighter
// side, what covers the canvas still covers it, and what touches an edge still touches it, to a millionth of
// the canvas. There and back is identity. What would be beyond kLargest stays as it is.
Box retarget(const Box& box, Size from, Size to);

// ---- Defaults of the editor ----

constexpr double kGridPercent = 5;
constexpr double kSmallestPercent = 5;                       // of the canvas, in the editor
constexpr double kSizePresets[] = {5, 15, 30, 50, 75, 100};  // percent
constexpr double kPositionPresets[] = {10, 50, 90};          // percent, each way

struct SafeZone {
  const char* platform;
  Margins margins;
};
constexpr SafeZone kSafeZones[] = {{"youtube", {10, 10, 10, 10}},
                                   {"twitch", {5, 5, 5, 5}},
                                   {"instagram", {10, 5, 10, 5}},
                                   {"tiktok", {15, 5, 20, 5}}};

struct DefaultPlacement {
  Placement placement;
  bool lock_aspect = true;
};

// Where asset number `index` (from 0) of a canvas goes first. An image's size, where known, is fitted inside
// the default box at its own ratio.
DefaultPlacement default_placement(size_t index, Size canvas, const Size* image = nullptr);

// ---- Order ----

// Indices from back to front: by z, and in the order given where z is equal.
std::vector<size_t> draw_order(std::span<const Placement> placements);

}  // namespace media::placement
