package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The InsightFace training sets (MS1MV2, MS1MV3, CASIA, Glint360K): an MXNet record file with an
 * index beside it.
 *
 * <p>A record's content starts with MXNet's image header, little-endian: {@code u32 flag, f32
 * label, u64 id, u64 id2}; with {@code flag} above 0, that many {@code f32} labels follow and the
 * first of them counts. Record 0 of an InsightFace file holds no image but two labels {@code [n,
 * m]}: images are records {@code 1 .. n-1}; records {@code n .. m-1} hold the range of each
 * identity. A file whose record 0 has flag 0 is images only.
 *
 * <p>Identities are read from each image's own label, as the training tools do, although the ranges
 * would be quicker: they are stored as 32-bit floats, which count by twos beyond 16,777,216, and
 * Glint360K has more images than that.
 */
public final class RecordFaces implements FaceDataset {
  private static final int FIXED = 24;

  private final RecordFile file;
  private final int first;
  private final int[] identity;
  private final List<String> identities;
  private final String sha256;

  private RecordFaces(RecordFile file, int first, int count) {
    this.file = file;
    this.first = first;
    this.identity = new int[count];
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String label = String.valueOf((long) label(first + i));
      identity[i] = numbers.computeIfAbsent(label, name -> numbers.size());
    }
    if (numbers.size() < 2) {
      throw new BadDataException(
          file + ": expected images of at least 2 identities, found " + numbers.size());
    }
    this.identities = List.copyOf(numbers.keySet());
    this.sha256 =
        Sha256.ofLines(
            IntStream.range(0, count)
                .mapToObj(i -> identities.get(identity[i]) + "\t" + file.offset(first + i)));
  }

  /**
   * Opens {@code NAME.rec}, with the index {@code NAME.idx} where there is one; without it, the
   * file is walked once. Labels of all images are read, images when asked for.
   *
   * @throws BadDataException naming record, offset, what was expected and what was found
   */
  public static FaceDataset open(Path rec) {
    RecordFile file = RecordFile.open(rec);
    if (file.size() == 0) {
      throw new BadDataException(rec + ": expected records, found none");
    }
    byte[] head = file.read(0);
    if (flag(file.name(0), little(head)) != 2 || head.length != FIXED + 8) {
      return new RecordFaces(file, 0, file.size());
    }
    float images = little(head).getFloat(FIXED);
    if (!(images >= 2 && images <= file.size())) {
      throw new BadDataException(
          "%s: expected a first label from 2 to %d, found %s"
              .formatted(file.name(0), file.size(), images));
    }
    return new RecordFaces(file, 1, (int) images - 1);
  }

  static boolean isRecordFile(Path path) {
    return RecordFile.startsAsRecord(path);
  }

  private float label(int record) {
    ByteBuffer head = file.start(record, FIXED + 4);
    return head.getFloat(flag(file.name(record), head) == 0 ? 4 : FIXED);
  }

  /** Number of labels behind the header, once it is known that they are there. */
  private static int flag(String name, ByteBuffer content) {
    int found = content.limit();
    int labels = found < FIXED ? 0 : content.getInt(0);
    if (found < FIXED + (labels == 0 ? 0 : 4) || labels < 0) {
      throw new BadDataException(
          "%s: expected an image header of %d bytes and its labels, found %d bytes"
              .formatted(name, FIXED, found));
    }
    return labels;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int size() {
    return identity.length;
  }

  @Override
  public int identity(int index) {
    return identity[index];
  }

  /** The labels, as whole numbers, in the order in which they first appear. */
  @Override
  public List<String> identities() {
    return identities;
  }

  @Override
  public String name(int index) {
    return file.name(first + index);
  }

  @Override
  public byte[] encoded(int index) {
    byte[] content = file.read(first + index);
    long image = FIXED + 4L * flag(name(index), little(content));
    if (image > content.length) {
      throw new BadDataException(
          "%s: expected an image behind %d bytes of header and labels, found %d bytes"
              .formatted(name(index), image, content.length));
    }
    return Arrays.copyOfRange(content, (int) image, content.length);
  }

  @Override
  public String sha256() {
    return sha256;
  }
}
