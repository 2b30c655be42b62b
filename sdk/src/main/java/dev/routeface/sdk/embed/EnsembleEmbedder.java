package dev.routeface.sdk.embed;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.RgbImage;
import java.util.List;

/**
 * Several embedders as one: their unit embeddings side by side, so that each counts the same.
 * Scaled to unit length again, the cosine of two faces is the mean of the members' cosines.
 *
 * <p>Each member prepares images in its own way, so the ensemble asks for {@link
 * Preparation#pixels}: at the largest size that a member takes; the others get them shrunk, as
 * {@link ImageReader} shrinks a file.
 */
public final class EnsembleEmbedder implements Embedder {
  private final List<Embedder> members;
  private final Preparation preparation;
  private final String sha256;

  /**
   * @param members closed with the ensemble
   * @param sha256 digest of what tells the members, see {@link Embedder#sha256}
   */
  public EnsembleEmbedder(List<Embedder> members, String sha256) {
    this.members = List.copyOf(members);
    this.sha256 = sha256;
    this.preparation =
        Preparation.pixels(members.stream().mapToInt(m -> m.preparation().size()).max().getAsInt());
  }

  @Override
  public Preparation preparation() {
    return preparation;
  }

  @Override
  public int dimension() {
    return members.stream().mapToInt(Embedder::dimension).sum();
  }

  @Override
  public String sha256() {
    return sha256;
  }

  /** Every part of a row has unit length; where a member fails, the row is not finite. */
  @Override
  public float[] raw(float[] images, int count) {
    byte[][] faces = new byte[count][];
    for (int i = 0; i < count; i++) {
      faces[i] = interleaved(images, i * preparation.length());
    }
    float[] rows = new float[count * dimension()];
    int column = 0;
    for (Embedder member : members) {
      float[] part = member.raw(prepared(faces, member.preparation()), count);
      for (int i = 0; i < count; i++) {
        putUnit(part, i * member.dimension(), rows, i * dimension() + column, member.dimension());
      }
      column += member.dimension();
    }
    return rows;
  }

  /** What {@link Preparation#prepare} does with pixels as they are, backwards. */
  private byte[] interleaved(float[] planar, int offset) {
    int plane = preparation.size() * preparation.size();
    byte[] rgb = new byte[preparation.length()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(planar[offset + i % 3 * plane + i / 3]);
    }
    return rgb;
  }

  private float[] prepared(byte[][] faces, Preparation own) {
    float[] images = new float[faces.length * own.length()];
    for (int i = 0; i < faces.length; i++) {
      RgbImage face = new RgbImage(preparation.size(), preparation.size(), faces[i]);
      own.prepare(ImageReader.resized(face, own.size()).pixels(), images, i * own.length());
    }
    return images;
  }

  /** A length of zero makes numbers that are none, which everybody above refuses. */
  private static void putUnit(float[] from, int start, float[] to, int place, int length) {
    double square = 0;
    for (int k = start; k < start + length; k++) {
      square += (double) from[k] * from[k];
    }
    for (int k = 0; k < length; k++) {
      to[place + k] = (float) (from[start + k] / Math.sqrt(square));
    }
  }

  @Override
  public void close() {
    members.forEach(Embedder::close);
  }
}
