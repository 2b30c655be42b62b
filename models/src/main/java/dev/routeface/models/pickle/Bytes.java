package dev.routeface.models.pickle;

import dev.routeface.models.io.BadDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A pickle's bytes with a position; numbers are little-endian. No read goes beyond the end. */
final class Bytes {
  private final String name;
  private final ByteBuffer in;

  Bytes(String name, byte[] bytes) {
    this.name = name;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return in.position();
  }

  int size() {
    return in.limit();
  }

  int u8() {
    return need(1).get() & 0xff;
  }

  int u16() {
    return need(2).getShort() & 0xffff;
  }

  int i32() {
    return need(4).getInt();
  }

  long u32() {
    return i32() & 0xffffffffL;
  }

  long i64() {
    return need(8).getLong();
  }

  /** The one number that pickles write with its highest byte first. */
  double f64() {
    return Double.longBitsToDouble(Long.reverseBytes(i64()));
  }

  byte[] take(long count) {
    need(count);
    byte[] taken = new byte[(int) count];
    in.get(taken);
    return taken;
  }

  String utf8(long count) {
    return new String(take(count), StandardCharsets.UTF_8);
  }

  /** Latin-1 text up to the next line feed, which is taken too. */
  String line() {
    int end = in.position();
    while (end < in.limit() && in.get(end) != '\n') {
      end++;
    }
    String line = new String(take(end - in.position()), StandardCharsets.ISO_8859_1);
    u8();
    return line;
  }

  /** A signed little-endian number of {@code count} bytes, 8 at most. */
  long signed(int count) {
    if (count > 8) {
      throw wrong("a number of at most 8 bytes", count + " bytes");
    }
    byte[] bytes = take(count);
    boolean negative = count > 0 && bytes[count - 1] < 0;
    byte[] wide = Arrays.copyOf(bytes, 8);
    Arrays.fill(wide, count, 8, (byte) (negative ? -1 : 0));
    return ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** The error for what stands at the current position. */
  BadDataException wrong(String expected, String found) {
    return new BadDataException(
        "%s at byte %d: expected %s, found %s".formatted(name, in.position(), expected, found));
  }

  private ByteBuffer need(long count) {
    if (count < 0 || count > in.remaining()) {
      throw wrong(Long.toUnsignedString(count) + " more bytes", String.valueOf(in.remaining()));
    }
    return in;
  }
}
