package dev.routeface.sdk.data.synthetic;

/** The colour of one pixel while layers are laid over each other; reused from pixel to pixel. */
final class Ink {
  double r;
  double g;
  double b;

  void set(Rgb colour) {
    r = colour.r();
    g = colour.g();
    b = colour.b();
  }

  /** Covers what is there; {@code alpha} 0 leaves it, 1 hides it. */
  void over(Rgb colour, double alpha) {
    r += (colour.r() - r) * alpha;
    g += (colour.g() - g) * alpha;
    b += (colour.b() - b) * alpha;
  }

  void over(Ink ink, double alpha) {
    r += (ink.r - r) * alpha;
    g += (ink.g - g) * alpha;
    b += (ink.b - b) * alpha;
  }
}
