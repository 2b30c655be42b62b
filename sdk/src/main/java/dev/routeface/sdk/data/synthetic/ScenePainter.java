package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.data.synthetic.Shot.Backdrop;
import dev.routeface.sdk.data.synthetic.Shot.Blob;
import dev.routeface.sdk.data.synthetic.Shot.Occluder;

/** What is not the face: backdrop, clothes, neck and ears, and what is held before the face. */
final class ScenePainter {
  private final Identity who;
  private final Shot shot;
  private final Edge edge;
  private final Rgb shaded;

  ScenePainter(Identity who, Shot shot, Edge edge) {
    this.who = who;
    this.shot = shot;
    this.edge = edge;
    this.shaded = who.skin().tone().times(0.72);
  }

  void backdrop(double x, double y, Ink ink) {
    Backdrop backdrop = shot.scene().backdrop();
    ink.set(backdrop.from());
    ink.over(backdrop.to(), Edge.clip(0.5 + 0.4 * (x * backdrop.slope() + y)));
    Blob blob = backdrop.blob();
    double d = Edge.ellipse(x - blob.u(), y - blob.v(), blob.radius(), blob.radius());
    ink.over(blob.colour(), edge.cover(d, 0.3));
  }

  void body(Surface at, Ink ink) {
    double m = Math.abs(at.x);
    double neck = Math.max(m - who.head().width() * 0.62, 0.3 - at.y);
    ink.over(shaded, edge.cover(neck));
    double shoulders = 1.0 + 0.16 * m * m + 0.1 * Edge.clip(1 - m * 2.5) - at.y;
    ink.over(shot.scene().clothes(), edge.cover(shoulders));
  }

  /** An ear hides behind the head as that turns away from it. */
  void ears(Surface at, Ink ink) {
    double side = at.x < 0 ? -1 : 1;
    double out = who.head().width() + 0.02 - 0.22 * side * shot.pose().yaw();
    double d = Edge.ellipse(Math.abs(at.x) - out, at.y - 0.06, 0.075, 0.17);
    ink.over(shaded, edge.cover(d));
    ink.over(shaded.times(0.7), 0.6 * edge.cover(d + 0.05, 0.04));
  }

  void occluder(double x, double y, Ink ink) {
    Occluder thing = shot.scene().occluder();
    if (thing.width() > 0) {
      double d = Edge.plate(x - thing.u(), y - thing.v(), thing.width(), thing.height(), 1);
      ink.over(thing.colour(), edge.cover(d));
    }
  }
}
