package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.data.synthetic.Identity.Beard;
import dev.routeface.sdk.data.synthetic.Identity.Hair;
import dev.routeface.sdk.data.synthetic.Identity.Hairline;

/** Hair behind the head, hair and beard on it. */
final class HairPainter {
  private final Identity who;
  private final Edge edge;
  private final Rgb dark;

  HairPainter(Identity who, Edge edge) {
    this.who = who;
    this.edge = edge;
    this.dark = who.hair().colour().times(0.62);
  }

  /** What stands off the skull and what falls down beside the neck. */
  void behind(Surface at, Ink ink) {
    Hair hair = who.hair();
    double m = Math.abs(at.x);
    double curl = hair.line().curl() * Edge.wave(at.y * 3.1 + m);
    double cap =
        Edge.ellipse(
            at.x,
            at.y - Surface.CENTRE,
            who.head().width() + hair.volume(),
            who.head().height() + hair.volume());
    double fall = Math.max(m - who.head().width() - hair.volume() * 0.9, at.y - hair.length());
    double reach = Math.max(cap, at.y - Math.max(0.1, hair.length()));
    double sides = Math.max(fall, Surface.CENTRE - at.y);
    strands(at, ink, edge.cover(Math.min(reach, sides) + curl));
  }

  /** What grows on the part of the head that faces us. */
  void onHead(Surface at, Ink ink) {
    Hair hair = who.hair();
    Hairline line = hair.line();
    double q = at.u / who.head().width();
    double lock = Math.max(0, 1 - Math.abs(at.u - line.part()) * 1.3);
    double curl = line.curl() * Edge.wave(at.u * 4.3);
    double border = line.level() + line.temples() * q * q * q * q + line.fringe() * lock + curl;
    strands(at, ink, edge.cover(at.v - border, 0.03));
    double behindEars = Math.max(at.depth - 0.12, at.v - Math.max(0.1, hair.length()));
    strands(at, ink, edge.cover(behindEars, 0.1));
  }

  void beard(Surface at, Ink ink) {
    Beard beard = who.hair().beard();
    if (beard.chin() == 0 && beard.moustache() == 0) {
      return;
    }
    double mouth = who.features().mouth().level();
    double q = at.u / who.head().width();
    double border = mouth + 0.16 - (0.3 + beard.reach()) * q * q;
    double bare =
        Edge.ellipse(at.u, at.v - mouth - 0.02, who.features().mouth().width() + 0.05, 0.13);
    double chin = Math.max(border - at.v, -bare);
    ink.over(dark, beard.chin() * edge.cover(chin, 0.08));
    double lip = mouth - who.features().mouth().upper() - 0.035;
    double moustache = Edge.ellipse(at.u, at.v - lip, who.features().mouth().width() + 0.04, 0.045);
    ink.over(dark, beard.moustache() * edge.cover(moustache, 0.04));
  }

  private void strands(Surface at, Ink ink, double alpha) {
    if (alpha > 0) {
      double stripe = Edge.wave(at.x * 5.3 + 0.25 * Edge.wave(at.y * 1.1 + 0.2));
      ink.over(who.hair().colour(), alpha);
      ink.over(dark, alpha * Edge.clip(0.4 + 0.6 * stripe));
    }
  }
}
