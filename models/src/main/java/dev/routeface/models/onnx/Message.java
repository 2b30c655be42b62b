package dev.routeface.models.onnx;

import dev.routeface.models.io.BadDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One message of Protocol Buffers as a list of its fields, each a number or a slice of the file:
 * numbers of a network are passed over without being touched. From the encoding's specification,
 * protobuf.dev.
 */
final class Message {
  /**
   * One field.
   *
   * @param value of plain numbers
   * @param bytes of everything else
   */
  private record Field(int number, Optional<Long> value, ByteBuffer bytes) {}

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final String where;
  private final List<Field> fields = new ArrayList<>();

  /**
   * @param where stands for the message in errors
   * @throws BadDataException if the bytes are no message
   */
  Message(String where, ByteBuffer bytes) {
    this.where = where;
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      fields.add(field((int) (key >>> 3), (int) (key & 7), in));
    }
  }

  private Field field(int number, int type, ByteBuffer in) {
    return switch (type) {
      case 0 -> new Field(number, Optional.of(varint(in)), NOTHING);
      case 1 -> new Field(number, Optional.empty(), take(in, Long.BYTES));
      case 2 -> new Field(number, Optional.empty(), take(in, varint(in)));
      case 5 -> new Field(number, Optional.empty(), take(in, Integer.BYTES));
      default -> throw wrong("a field of a known type", "type " + type);
    };
  }

  private ByteBuffer take(ByteBuffer in, long count) {
    if (count < 0 || count > in.remaining()) {
      throw wrong(Long.toUnsignedString(count) + " more bytes", String.valueOf(in.remaining()));
    }
    ByteBuffer taken = in.slice(in.position(), (int) count);
    in.position(in.position() + (int) count);
    return taken;
  }

  private long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (!in.hasRemaining()) {
        throw wrong("the rest of a number", "the end");
      }
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw wrong("a number of at most 10 bytes", "more");
  }

  /** The last of the numbers in a field, as the encoding has it. */
  Optional<Long> number(int field) {
    return all(field).reduce((first, second) -> second).flatMap(Field::value);
  }

  /** All numbers of a field that may be packed. */
  List<Long> numbers(int field) {
    List<Long> numbers = new ArrayList<>();
    all(field)
        .forEach(
            found -> {
              found.value().ifPresent(numbers::add);
              ByteBuffer packed = found.bytes().duplicate();
              while (packed.hasRemaining()) {
                numbers.add(varint(packed));
              }
            });
    return numbers;
  }

  /** A text without what would move a terminal's cursor; empty where there is none. */
  String text(int field) {
    return all(field)
        .reduce((first, second) -> second)
        .map(found -> StandardCharsets.UTF_8.decode(found.bytes().duplicate()).toString())
        .map(text -> text.replaceAll("\\p{Cntrl}", "?"))
        .orElse("");
  }

  /** Messages within. */
  List<Message> messages(int field) {
    return all(field).map(found -> new Message(where, found.bytes())).toList();
  }

  private Stream<Field> all(int field) {
    return fields.stream().filter(found -> found.number() == field);
  }

  private BadDataException wrong(String expected, String found) {
    return new BadDataException(
        "%s: expected an ONNX graph with %s, found %s".formatted(where, expected, found));
  }
}
