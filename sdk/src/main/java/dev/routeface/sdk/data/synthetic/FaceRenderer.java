package dev.routeface.sdk.data.synthetic;

import dev.routeface.sdk.data.synthetic.Shot.Light;
import dev.routeface.sdk.math.Seed;

/** Renders one picture of one synthetic person. */
public final class FaceRenderer {
  private final Shot shot;
  private final int size;
  private final Edge edge;
  private final ScenePainter scene;
  private final HairPainter hair;
  private final FacePainter face;
  private final Surface at;
  private final Ink picture = new Ink();
  private final Ink head = new Ink();

  private FaceRenderer(Identity who, Shot shot, int size) {
    this.shot = shot;
    this.size = size;
    this.edge = new Edge(2.0 / size);
    this.scene = new ScenePainter(who, shot, edge);
    this.hair = new HairPainter(who, edge);
    this.face = new FacePainter(who, shot, edge);
    this.at = new Surface(who.head(), shot.pose());
  }

  /**
   * Draws the picture: a pure function of its three arguments.
   *
   * @param identity decides geometry and colours
   * @param shot decides pose, light, expression, background, occlusion, blur and noise
   * @param size side of the square picture in pixels
   * @return interleaved RGB bytes, rows from the top: {@code size * size * 3} (H, W, 3)
   */
  public static byte[] render(Seed identity, Seed shot, int size) {
    Shot how = Shot.of(shot);
    float[] light = new FaceRenderer(Identity.of(identity), how, size).light();
    return Darkroom.develop(light, size, how.camera(), shot.at("grain"));
  }

  private float[] light() {
    float[] light = new float[size * size * 3];
    for (int row = 0, to = 0; row < size; row++) {
      for (int column = 0; column < size; column++, to += 3) {
        paint((2 * column + 1.0) / size - 1, (2 * row + 1.0) / size - 1);
        light[to] = (float) picture.r;
        light[to + 1] = (float) picture.g;
        light[to + 2] = (float) picture.b;
      }
    }
    return light;
  }

  /** Back to front: backdrop, hair, body, ears, the head in its light, what is before it. */
  private void paint(double x, double y) {
    at.locate(x, y);
    scene.backdrop(x, y, picture);
    double inside = edge.cover(at.outside);
    if (inside < 1) {
      beside();
    }
    if (inside > 0) {
      face.paint(at, head);
      hair.beard(at, head);
      hair.onHead(at, head);
      illuminate(head, at.nz);
      picture.over(head, inside);
    }
    scene.occluder(x, y, picture);
  }

  private void beside() {
    hair.behind(at, picture);
    scene.body(at, picture);
    scene.ears(at, picture);
    illuminate(picture, 0.6);
  }

  /** Lambert's law with a hint of wrap, which stands for all that scatters in skin and hair. */
  private void illuminate(Ink ink, double nz) {
    Light light = shot.light();
    double lambert = at.nx * light.x() + at.ny * light.y() + nz * light.z();
    double amount = Edge.clip((lambert + 0.2) / 1.2);
    Rgb lamp = light.lamp();
    Rgb ambient = light.ambient();
    ink.r *= ambient.r() + lamp.r() * amount;
    ink.g *= ambient.g() + lamp.g() * amount;
    ink.b *= ambient.b() + lamp.b() * amount;
  }
}
