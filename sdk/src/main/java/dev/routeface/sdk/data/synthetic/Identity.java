package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.math.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * Who it is: everything about a face that stays the same from shot to shot.
 *
 * <p>Lengths are in half picture sides: the picture spans -1..1 both ways, {@code v} grows
 * downwards, and the frontal face is centred on {@code u = 0}. Shares are 0..1.
 */
record Identity(Head head, Skin skin, Hair hair, Features features, Glasses glasses) {
  /**
   * The outline of skull and jaw.
   *
   * @param width half width at the cheekbones
   * @param height half height, crown to chin
   * @param taper how much narrower the jaw is than the cheekbones
   * @param square how angular the jaw is
   * @param asymmetry how much lower the right half of the face hangs
   */
  record Head(double width, double height, double taper, double square, double asymmetry) {}

  /**
   * Colours and marks of the skin.
   *
   * @param tone reflectance
   * @param lips reflectance of the lips
   * @param freckles share of freckled skin on nose and cheeks
   * @param age depth of the lines at mouth and forehead
   * @param moles dark spots, each at its place
   */
  record Skin(Rgb tone, Rgb lips, double freckles, double age, List<Mole> moles) {}

  record Mole(double u, double v, double radius) {}

  /**
   * Hair on the head and in the face.
   *
   * @param colour reflectance, of the brows too
   * @param volume how far it stands off the skull
   * @param length how far down the sides it falls, as {@code v}
   * @param line where it meets the forehead
   * @param beard on chin and upper lip
   */
  record Hair(Rgb colour, double volume, double length, Hairline line, Beard beard) {}

  /**
   * The border of hair and forehead.
   *
   * @param level {@code v} in the middle of the forehead
   * @param temples how far it comes down at the sides
   * @param fringe how far a lock falls into the forehead
   * @param part where that lock starts, as {@code u}
   * @param curl height of its waves
   */
  record Hairline(double level, double temples, double fringe, double part, double curl) {}

  /** Densities are 0 for a shaven face; {@code reach} is how high up the cheeks it grows. */
  record Beard(double chin, double moustache, double reach) {}

  record Features(Eyes eyes, Brows brows, Nose nose, Mouth mouth) {}

  /** {@code spacing} is half the distance of the pupils. */
  record Eyes(double spacing, double level, Lids lids, Rgb iris, double irisRadius) {}

  /** The almond: half width, height above and below its axis, slant, and the fold above it. */
  record Lids(double width, double upper, double lower, double slant, double fold) {}

  /** {@code gap} is the distance above the eye. */
  record Brows(double gap, double length, double arch, double slope, double thickness) {}

  /** {@code level} is the tip's {@code v}; {@code wings} the half width at the nostrils. */
  record Nose(double level, double wings, double bridge, double tip, double nostrils) {}

  /** {@code bow} is the depth of the notch in the upper lip. */
  record Mouth(double level, double width, double upper, double lower, double bow) {}

  /** Worn in every shot; {@code thickness} 0 means none. */
  record Glasses(double thickness, double width, double height, double square, Rgb colour) {}

  static Identity of(Seed seed) {
    Draw draw = new Draw(seed);
    Head head = head(draw);
    double melanin = draw.between(0, 1);
    return new Identity(
        head, skin(draw, melanin), hair(draw, melanin), features(draw), glasses(draw));
  }

  private static Head head(Draw draw) {
    return new Head(
        draw.between(0.58, 0.74),
        draw.between(0.86, 1.02),
        draw.between(0.05, 0.34),
        draw.between(0, 0.9),
        draw.around(0.05));
  }

  private static Skin skin(Draw draw, double melanin) {
    Rgb fair = new Rgb(0.97, 0.80, 0.70);
    Rgb dark = new Rgb(0.36, 0.23, 0.16);
    Rgb undertone = new Rgb(1, draw.between(0.94, 1.04), draw.between(0.86, 1.06));
    Rgb tone = fair.mix(dark, melanin * melanin).times(undertone);
    Rgb lips = tone.mix(new Rgb(0.68, 0.20, 0.24), draw.between(0.2, 0.75));
    return new Skin(
        tone,
        lips,
        draw.maybe(0.3, 0.2, 0.7),
        draw.between(0, 1) * draw.between(0, 1),
        moles(draw));
  }

  private static List<Mole> moles(Draw draw) {
    int count = (int) (5 * draw.between(0, 1) * draw.between(0, 1));
    List<Mole> moles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      moles.add(
          new Mole(draw.between(-0.45, 0.45), draw.between(-0.4, 0.7), draw.between(0.015, 0.035)));
    }
    return List.copyOf(moles);
  }

  private static Hair hair(Draw draw, double melanin) {
    Rgb blond = new Rgb(0.80, 0.62, 0.36);
    Rgb black = new Rgb(0.07, 0.06, 0.06);
    Rgb red = new Rgb(0.55, 0.24, 0.10);
    double shade = Math.min(1, draw.between(0, 1) + melanin * 0.8);
    Rgb colour =
        blond.mix(red, draw.maybe(0.3, 0.3, 1)).mix(black, shade).mix(grey(draw), grizzle(draw));
    return new Hair(
        colour, draw.between(0.02, 0.24), draw.between(-0.5, 1.3), hairline(draw), beard(draw));
  }

  private static Rgb grey(Draw draw) {
    double level = draw.between(0.5, 0.85);
    return new Rgb(level, level, level);
  }

  private static double grizzle(Draw draw) {
    return draw.maybe(0.25, 0.3, 0.95);
  }

  private static Hairline hairline(Draw draw) {
    return new Hairline(
        draw.between(-0.86, -0.52),
        draw.between(0.05, 0.5),
        draw.maybe(0.55, 0.1, 0.38),
        draw.between(-0.5, 0.5),
        draw.between(0, 0.06));
  }

  private static Beard beard(Draw draw) {
    boolean shaven = draw.chance(0.65);
    double chin = draw.between(0, 0.9);
    double moustache = draw.between(0, 0.9);
    double reach = draw.between(0, 0.3);
    return shaven ? new Beard(0, 0, 0) : new Beard(chin, moustache, reach);
  }

  private static Features features(Draw draw) {
    return new Features(eyes(draw), brows(draw), nose(draw), mouth(draw));
  }

  private static Eyes eyes(Draw draw) {
    Lids lids =
        new Lids(
            draw.between(0.105, 0.165),
            draw.between(0.04, 0.095),
            draw.between(0.025, 0.06),
            draw.between(-0.28, 0.22),
            draw.between(0.02, 0.08));
    Rgb light = new Rgb(0.35, 0.55, 0.68).mix(new Rgb(0.36, 0.50, 0.26), draw.between(0, 1));
    Rgb iris = light.mix(new Rgb(0.24, 0.13, 0.06), draw.between(0, 1.2));
    return new Eyes(
        draw.between(0.23, 0.35), draw.between(-0.20, -0.04), lids, iris, draw.between(0.05, 0.07));
  }

  private static Brows brows(Draw draw) {
    return new Brows(
        draw.between(0.11, 0.22),
        draw.between(0.11, 0.20),
        draw.between(-0.01, 0.075),
        draw.between(-0.05, 0.05),
        draw.between(0.012, 0.05));
  }

  private static Nose nose(Draw draw) {
    return new Nose(
        draw.between(0.15, 0.34),
        draw.between(0.10, 0.21),
        draw.between(0.035, 0.085),
        draw.between(0.05, 0.11),
        draw.between(0.018, 0.04));
  }

  private static Mouth mouth(Draw draw) {
    return new Mouth(
        draw.between(0.46, 0.60),
        draw.between(0.17, 0.31),
        draw.between(0.02, 0.08),
        draw.between(0.035, 0.11),
        draw.between(0, 0.6));
  }

  private static Glasses glasses(Draw draw) {
    return new Glasses(
        draw.maybe(0.25, 0.012, 0.035),
        draw.between(0.17, 0.24),
        draw.between(0.13, 0.2),
        draw.between(0, 1),
        draw.colour(0.02, 0.5));
  }
}
