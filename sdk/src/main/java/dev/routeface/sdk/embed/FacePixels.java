package dev.routeface.sdk.embed;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.image.BadImageException;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.math.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * The readable images of a data set at one size, each decoded and checked once when it is opened.
 * What fits in memory is kept; the rest is decoded again whenever it is asked for, by whichever
 * background thread asks.
 *
 * <p>Safe for use by several threads.
 */
public final class FacePixels {
  /** Largest share of images that may be unreadable. */
  public static final double TOLERATED = 0.01;

  private final FaceDataset dataset;
  private final int size;
  private final byte[][] kept;
  private final int[] readable;
  private final List<String> refused;

  private FacePixels(FaceDataset dataset, int size, byte[][] kept, List<String> refused) {
    this.dataset = dataset;
    this.size = size;
    this.kept = kept;
    this.readable = IntStream.range(0, kept.length).filter(i -> kept[i] != UNREADABLE).toArray();
    this.refused = refused;
  }

  private static final byte[] UNREADABLE = {};
  private static final byte[] NOT_KEPT = {0};

  /**
   * Decodes every image once.
   *
   * @param size side in pixels
   * @throws BadDataException if more than one image in a hundred is unreadable
   */
  public static FacePixels open(FaceDataset dataset, int size, Progress progress) {
    return open(dataset, size, room(size), progress);
  }

  /**
   * Decodes every image once, however many are unreadable: for judging that counts failures.
   *
   * @param size side in pixels
   */
  public static FacePixels openReadable(FaceDataset dataset, int size, Progress progress) {
    return open(dataset, size, room(size), 1, progress);
  }

  /** Half of the heap: the other half is for batches and for the embeddings of evaluation. */
  private static long room(int size) {
    return Runtime.getRuntime().maxMemory() / 2 / (3L * size * size + 16);
  }

  /**
   * As above.
   *
   * @param room how many images are kept
   */
  static FacePixels open(FaceDataset dataset, int size, long room, Progress progress) {
    return open(dataset, size, room, TOLERATED, progress);
  }

  private static FacePixels open(
      FaceDataset dataset, int size, long room, double tolerated, Progress progress) {
    byte[][] kept = new byte[dataset.size()][];
    ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    try (Progress.Task task = progress.start("reading faces", kept.length)) {
      IntStream.range(0, kept.length)
          .parallel()
          .forEach(
              i -> {
                try {
                  byte[] rgb = decode(dataset, i, size);
                  kept[i] = i < room ? rgb : NOT_KEPT;
                } catch (BadImageException e) {
                  kept[i] = UNREADABLE;
                  refused.add(e.getMessage());
                }
                task.step();
              });
    }
    List<String> names = refused.stream().sorted().toList();
    if (names.size() > tolerated * kept.length) {
      throw new BadDataException(
          "expected at most 1 %% unreadable images, found %d of %d; the first: %s"
              .formatted(names.size(), kept.length, names.get(0)));
    }
    if (!names.isEmpty()) {
      progress.warn(
          "%d of %d images are unreadable; the first: %s"
              .formatted(names.size(), kept.length, names.get(0)));
    }
    return new FacePixels(dataset, size, kept, names);
  }

  private static byte[] decode(FaceDataset dataset, int index, int size) {
    return ImageReader.readSquare(dataset.name(index), dataset.encoded(index), size).pixels();
  }

  /**
   * This, where every image counts.
   *
   * @throws BadDataException if one is unreadable: a judgement must not pass over it in silence
   */
  public FacePixels requireAll() {
    if (!refused.isEmpty()) {
      throw new BadDataException(
          "expected readable images to judge on, found %d that are not; the first: %s"
              .formatted(refused.size(), refused.get(0)));
    }
    return this;
  }

  /** Number of images in the data set, unreadable ones included. */
  public int images() {
    return kept.length;
  }

  /** The image of the data set that a readable image is. */
  public int image(int index) {
    return readable[index];
  }

  /** How messages call a readable image. */
  public String name(int index) {
    return dataset.name(readable[index]);
  }

  /** Number of readable images. */
  public int size() {
    return readable.length;
  }

  /** Side of every image in pixels. */
  public int side() {
    return size;
  }

  /** One message for every image that was left out. */
  public List<String> refused() {
    return refused;
  }

  /** Number of identities in the data set. */
  public int identities() {
    return dataset.identities().size();
  }

  public List<String> identityNames() {
    return dataset.identities();
  }

  /** Identity of a readable image. */
  public int identity(int index) {
    return dataset.identity(readable[index]);
  }

  /** Identities of all readable images. */
  public int[] labels() {
    return Arrays.stream(readable).map(dataset::identity).toArray();
  }

  /** Interleaved RGB bytes, (H, W, 3); not to be changed. */
  public byte[] rgb(int index) {
    byte[] pixels = kept[readable[index]];
    return pixels == NOT_KEPT ? decode(dataset, readable[index], size) : pixels;
  }

  /** Digest of the data set and of which of its images are readable. */
  public String sha256() {
    return refused.isEmpty()
        ? dataset.sha256()
        : Sha256.ofText(dataset.sha256() + Arrays.hashCode(readable));
  }
}
