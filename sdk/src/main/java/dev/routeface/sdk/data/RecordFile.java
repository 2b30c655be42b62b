package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An MXNet RecordIO file: contents one after the other, each reachable by its number.
 *
 * <p>Bytes, little-endian: {@code u32 0xced7230a, u32 word}, the content, zeros up to a multiple of
 * four. The word's upper three bits tell parts apart (0 whole, 1 first, 2 middle, 3 last), the
 * other 29 are the part's length. A content that holds the magic number at a multiple of four is
 * cut there, and the reader puts the number back between the parts.
 *
 * <p>The index beside it ({@code NAME.idx}) is text, {@code number<TAB>offset} per line. Reads are
 * positional: any thread, any size of file. The channel closes when the object is collected.
 */
final class RecordFile {
  private static final int MAGIC = 0xced7230a;
  private static final int HEAD = 8;
  private static final int ID_AT = 8;
  private static final Pattern INDEX_LINE = Pattern.compile("\\d{1,9}\t\\d{1,18}");

  private final Path path;
  private final FileChannel channel;
  private final long length;
  private final long[] offsets;

  private RecordFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.length = channel.size();
    Path index = index(path);
    this.offsets = (Files.exists(index) ? indexed(index) : walked()).byNumber();
  }

  static RecordFile open(Path path) {
    try {
      return new RecordFile(path, FileChannel.open(path));
    } catch (IOException e) {
      throw new BadDataException(
          path + ": expected a readable record file, found " + Reason.of(e), e);
    }
  }

  static boolean startsAsRecord(Path path) {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer start = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      return channel.read(start, 0) == 4 && start.getInt(0) == MAGIC;
    } catch (IOException e) {
      throw new BadDataException(path + ": expected a readable file, found " + Reason.of(e), e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  int size() {
    return offsets.length;
  }

  long offset(int number) {
    return offsets[number];
  }

  String name(int number) {
    return path + " record " + number;
  }

  /** A record's whole content. */
  byte[] read(int number) {
    Place at = new Place(path, number, offsets[number]);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Part part = part(at, offsets[number]);
    content.writeBytes(bytes(at, part.start(), part.length()));
    while (!part.last()) {
      part = part(at, part.end());
      content.writeBytes(new byte[] {0x0a, 0x23, (byte) 0xd7, (byte) 0xce});
      content.writeBytes(bytes(at, part.start(), part.length()));
    }
    return content.toByteArray();
  }

  /** The first bytes of a record's content, at most {@code most}, little-endian. */
  ByteBuffer start(int number, int most) {
    Place at = new Place(path, number, offsets[number]);
    Part part = part(at, offsets[number]);
    byte[] start =
        part.last() ? bytes(at, part.start(), Math.min(most, part.length())) : read(number);
    return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Spelt out only in messages: a file has millions. */
  private record Place(Path path, int number, long offset) {
    @Override
    public String toString() {
      return "%s record %d at byte %d".formatted(path, number, offset);
    }
  }

  private record Part(long start, int kind, int length) {
    boolean last() {
      return kind == 0 || kind == 3;
    }

    long end() {
      return start + (length + 3L) / 4 * 4;
    }
  }

  private Part part(Place at, long offset) {
    ByteBuffer head = ByteBuffer.wrap(bytes(at, offset, HEAD)).order(ByteOrder.LITTLE_ENDIAN);
    if (head.getInt(0) != MAGIC) {
      throw new BadDataException(
          "%s: expected the number 0x%08x at byte %d, found 0x%08x"
              .formatted(at, MAGIC, offset, head.getInt(0)));
    }
    int word = head.getInt(4);
    Part part = new Part(offset + HEAD, word >>> 29, word & 0x1FFFFFFF);
    if (part.start + part.length > length) {
      throw cut(at, part.length, length - part.start);
    }
    return part;
  }

  private byte[] bytes(Place at, long offset, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw cut(at, count, bytes.position());
        }
      }
    } catch (IOException e) {
      throw new BadDataException(at + ": expected readable bytes, found " + Reason.of(e), e);
    }
    return bytes.array();
  }

  private static BadDataException cut(Place at, long expected, long found) {
    return new BadDataException(
        "%s: cut: expected %d bytes, found %d".formatted(at, expected, found));
  }

  private static Path index(Path rec) {
    String name = rec.getFileName().toString();
    return rec.resolveSibling(name.replaceFirst("\\.rec$", "") + ".idx");
  }

  /** Numbers and offsets in file order, growing. */
  private static final class Numbers {
    private final Path source;
    private long[] numbers = new long[1024];
    private long[] offsets = new long[1024];
    private int count;

    Numbers(Path source) {
      this.source = source;
    }

    void add(long number, long offset) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
        offsets = Arrays.copyOf(offsets, 2 * count);
      }
      numbers[count] = number;
      offsets[count++] = offset;
    }

    long[] byNumber() {
      long[] sorted = new long[count];
      Arrays.fill(sorted, -1);
      for (int i = 0; i < count; i++) {
        boolean fits = numbers[i] >= 0 && numbers[i] < count;
        if (!fits || sorted[(int) numbers[i]] >= 0) {
          throw new BadDataException(
              "%s: expected the record numbers 0 to %d, each once, found %d%s"
                  .formatted(source, count - 1, numbers[i], fits ? " twice" : ""));
        }
        sorted[(int) numbers[i]] = offsets[i];
      }
      return sorted;
    }
  }

  private static Numbers indexed(Path index) throws IOException {
    Numbers numbers = new Numbers(index);
    try (var lines = Files.newBufferedReader(index)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!INDEX_LINE.matcher(line).matches()) {
          throw new BadDataException(
              "%s line %d: expected number<TAB>offset, found \"%s\""
                  .formatted(index, numbers.count + 1, line));
        }
        int tab = line.indexOf('\t');
        numbers.add(
            Long.parseLong(line.substring(0, tab)), Long.parseLong(line.substring(tab + 1)));
      }
    }
    return numbers;
  }

  /**
   * Without an index, the numbers are the ids in the image headers: record 0 may stand anywhere.
   */
  private Numbers walked() {
    Numbers numbers = new Numbers(path);
    long offset = 0;
    while (offset < length) {
      Place at = new Place(path, numbers.count, offset);
      Part part = part(at, offset);
      ByteBuffer start = ByteBuffer.wrap(bytes(at, part.start, ID_AT + 8));
      numbers.add(start.order(ByteOrder.LITTLE_ENDIAN).getLong(ID_AT), offset);
      while (!part.last()) {
        part = part(at, part.end());
      }
      offset = part.end();
    }
    return numbers;
  }
}
