package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.data.synthetic.Identity.Brows;
import dev.routeface.sdk.data.synthetic.Identity.Eyes;
import dev.routeface.sdk.data.synthetic.Identity.Glasses;
import dev.routeface.sdk.data.synthetic.Identity.Lids;
import dev.routeface.sdk.data.synthetic.Identity.Mole;
import dev.routeface.sdk.data.synthetic.Identity.Mouth;
import dev.routeface.sdk.data.synthetic.Identity.Nose;
import dev.routeface.sdk.data.synthetic.Identity.Skin;
import dev.routeface.sdk.data.synthetic.Shot.Expression;

/** Skin, eyes, brows, nose, mouth and glasses, layer by layer at one place of the face. */
final class FacePainter {
  private static final Rgb DARK = new Rgb(0.06, 0.04, 0.04);
  private static final Rgb WHITE = new Rgb(0.96, 0.95, 0.93);

  /** How far the tip of the nose stands out of the sphere: it moves more than the cheeks. */
  private static final double NOSE_RELIEF = 0.16;

  private final Identity who;
  private final Shot shot;
  private final Edge edge;
  private final Rgb shade;
  private final Rgb browColour;

  FacePainter(Identity who, Shot shot, Edge edge) {
    this.who = who;
    this.shot = shot;
    this.edge = edge;
    this.shade = who.skin().tone().times(new Rgb(0.55, 0.42, 0.40));
    this.browColour = who.hair().colour().mix(DARK, 0.35);
  }

  void paint(Surface at, Ink ink) {
    ink.set(who.skin().tone());
    skin(at, ink);
    double side = at.u < 0 ? -1 : 1;
    Eyes eyes = who.features().eyes();
    double x = Math.abs(at.u) - eyes.spacing();
    double y = at.v - eyes.level();
    eye(x, y, side, ink);
    brow(x, y, ink);
    mouth(at.u, at.v, ink);
    nose(at, ink);
    glasses(x, y, ink);
  }

  private void skin(Surface at, Ink ink) {
    Skin skin = who.skin();
    for (Mole mole : skin.moles()) {
      double d = Edge.ellipse(at.u - mole.u(), at.v - mole.v(), mole.radius(), mole.radius());
      ink.over(DARK, 0.75 * edge.cover(d));
    }
    if (skin.freckles() > 0 && Math.abs(at.v - 0.13) < 0.22) {
      double dots = Edge.wave(at.u * 11 + at.v * 3) * Edge.wave(at.v * 13 - at.u * 4);
      ink.over(shade, skin.freckles() * Edge.clip(dots * 3 - 0.9));
    }
    double line = at.v - (-0.46 + 0.1 * at.u * at.u);
    double furrow = 1 - Math.abs(Edge.wave(line * 9)) * 2.5;
    if (Math.abs(line) < 0.1 && Math.abs(at.u) < 0.34 && furrow > 0) {
      ink.over(shade, 0.8 * skin.age() * furrow);
    }
  }

  private void eye(double x, double y, double side, Ink ink) {
    Eyes eyes = who.features().eyes();
    Lids lids = eyes.lids();
    if (Math.abs(x) > lids.width() * 1.5 || Math.abs(y) > 0.3) {
      return;
    }
    double across = x / lids.width();
    double bow = Math.max(0, 1 - across * across);
    double slanted = y - lids.slant() * x;
    double upper = slanted + lids.upper() * shot.expression().lids() * bow;
    double lower = slanted - lids.lower() * bow;
    ink.over(shade, 0.45 * edge.cover(Edge.ellipse(x, y + 0.03, lids.width() * 1.3, 0.15), 0.12));
    ink.over(shade, 0.6 * edge.cover(Math.abs(upper + lids.fold()) - 0.006, 0.02) * bow);
    double open = edge.cover(Math.max(-upper, lower)) * edge.cover(Math.abs(x) - lids.width());
    ball(x - shot.expression().gaze() * side, slanted, open, ink);
    double lash = edge.cover(Math.abs(upper) - 0.011) * edge.cover(Math.abs(x) - lids.width());
    ink.over(DARK, 0.9 * lash);
  }

  private void ball(double x, double y, double open, Ink ink) {
    if (open == 0) {
      return;
    }
    Eyes eyes = who.features().eyes();
    double centre = y + 0.012;
    double radius = eyes.irisRadius();
    double fromCentre = Math.sqrt(x * x + centre * centre);
    ink.over(WHITE, open * 0.92);
    ink.over(DARK, open * 0.8 * edge.cover(fromCentre - radius));
    ink.over(eyes.iris(), open * edge.cover(fromCentre - radius * 0.85));
    ink.over(DARK, open * edge.cover(fromCentre - radius * 0.42));
    ink.over(WHITE, open * edge.cover(Edge.ellipse(x + 0.018, centre + 0.02, 0.013, 0.013)));
  }

  private void brow(double x, double y, Ink ink) {
    Brows brows = who.features().brows();
    double along = (x - 0.01) / brows.length();
    if (Math.abs(along) > 1.2) {
      return;
    }
    double middle = brows.arch() * (1 - along * along) - brows.slope() * along;
    double above = y + brows.gap() + shot.expression().brows() + middle;
    double thickness = brows.thickness() * (1 - 0.45 * Math.max(0, along));
    double cover =
        edge.cover(Math.abs(above) - thickness, 0.025)
            * edge.cover((Math.abs(along) - 1) * brows.length());
    ink.over(browColour, 0.9 * cover);
  }

  private void nose(Surface at, Ink ink) {
    Nose nose = who.features().nose();
    double top = who.features().eyes().level();
    double along = (at.v - top) / (nose.level() - top);
    if (along < -0.1 || along > 1.5) {
      return;
    }
    double relief = NOSE_RELIEF * Edge.clip(along) * (along > 1 ? 1.5 - along : 1);
    double x = at.u - shot.pose().yaw() * relief;
    double y = at.v - nose.level() - shot.pose().pitch() * relief;
    double half = nose.bridge() + (nose.wings() - nose.bridge()) * Edge.clip(along * along);
    double across = x / half;
    if (Math.abs(across) < 1.25 && y < 0.03) {
      double fade = Edge.clip(1.25 - Math.abs(across)) * Edge.clip(along + 0.1);
      at.nx += 0.75 * across * fade;
      ink.over(shade, 0.3 * edge.cover(Math.abs(Math.abs(across) - 1) * half - 0.01, 0.05));
    }
    tip(x, y, nose, ink);
  }

  private void tip(double x, double y, Nose nose, Ink ink) {
    if (Math.abs(y) > 0.2 || Math.abs(x) > 0.3) {
      return;
    }
    double m = Math.abs(x);
    double wing =
        Math.abs(Edge.ellipse(m - nose.wings() * 0.72, y, nose.wings() * 0.38, nose.tip() * 0.7));
    ink.over(shade, 0.55 * edge.cover(wing - 0.008, 0.03) * edge.cover(-(m - nose.wings() * 0.6)));
    ink.over(WHITE, 0.22 * edge.cover(Edge.ellipse(x, y + 0.03, nose.tip(), nose.tip()), 0.07));
    double under = Edge.ellipse(x, y - nose.tip() * 0.75, nose.wings(), 0.03);
    ink.over(shade, 0.55 * edge.cover(under, 0.05));
    double hole =
        Edge.ellipse(
            m - nose.wings() * 0.5, y - nose.tip() * 0.5, nose.nostrils() * 1.3, nose.nostrils());
    ink.over(DARK, 0.85 * edge.cover(hole));
  }

  private void mouth(double u, double v, Ink ink) {
    Mouth mouth = who.features().mouth();
    Expression face = shot.expression();
    double half = mouth.width() * (1 + 0.18 * face.smile());
    double across = u / half;
    crease(Math.abs(u), v, half, ink);
    if (Math.abs(across) > 1.1 || Math.abs(v - mouth.level()) > 0.35) {
      return;
    }
    double bow = Math.max(0, 1 - across * across);
    double y = v - mouth.level() + 0.07 * face.smile() * across * across;
    double notch = 1 - mouth.bow() * Edge.clip(1 - Math.abs(across) * 4);
    double gap = face.jaw() * bow;
    double upper = -mouth.upper() * bow * notch;
    double inside = edge.cover(Math.abs(across) * half - half);
    Rgb lips = who.skin().lips();
    ink.over(lips.times(0.88), inside * edge.cover(Math.max(upper - y, y)));
    ink.over(lips, inside * edge.cover(Math.max(gap - y, y - gap - mouth.lower() * bow)));
    ink.over(DARK.mix(lips, 0.3), inside * edge.cover(Math.max(-y, y - gap)));
    ink.over(WHITE, inside * edge.cover(Math.max(-y, y - Math.min(gap * 0.6, 0.04))));
    ink.over(DARK, 0.7 * inside * edge.cover(Math.abs(y) - 0.007) * (gap > 0.01 ? 0 : 1));
  }

  /** The fold from the wing of the nose to the corner of the mouth, and the chin's own shadow. */
  private void crease(double m, double v, double mouthHalf, Ink ink) {
    Mouth mouth = who.features().mouth();
    Nose nose = who.features().nose();
    double along = (v - nose.level()) / (mouth.level() - nose.level());
    if (along > 0 && along < 1.15) {
      double from = nose.wings() + 0.03;
      double line = from + (mouthHalf + 0.06 - from) * along;
      double depth = who.skin().age() + 0.35 * Math.max(0, shot.expression().smile());
      ink.over(shade, 0.6 * depth * edge.cover(Math.abs(m - line) - 0.012, 0.035));
    }
    double chin = mouth.level() + mouth.lower() + shot.expression().jaw() + 0.05;
    ink.over(shade, 0.35 * edge.cover(Edge.ellipse(m, v - chin, mouthHalf * 0.6, 0.03), 0.05));
  }

  private void glasses(double x, double y, Ink ink) {
    Glasses glasses = who.glasses();
    if (glasses.thickness() == 0 || Math.abs(y) > 0.3) {
      return;
    }
    double lens = Edge.plate(x, y - 0.02, glasses.width(), glasses.height(), glasses.square());
    ink.over(WHITE, 0.08 * edge.cover(lens));
    ink.over(glasses.colour(), edge.cover(Math.abs(lens) - glasses.thickness()));
    if (Math.abs(x) > glasses.width()) { // the bridge between the lenses, the bows beside them
      ink.over(glasses.colour(), edge.cover(Math.abs(y + 0.02) - glasses.thickness()));
    }
  }
}
