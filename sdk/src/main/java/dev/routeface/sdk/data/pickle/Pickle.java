package dev.routeface.sdk.data.pickle;

import dev.routeface.models.io.BadDataException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Python's pickle, protocols 0 to 5, as far as it is data: lists, tuples, bytes, texts, whole
 * numbers, flags and {@code None}. A pickle is a program that may call any function of the machine
 * it is read on; this reader does the few calls below itself and refuses every other by name:
 *
 * <ul>
 *   <li>{@code _codecs.encode} and {@code bytes}: how Python 3 writes bytes for Python 2
 *   <li>NumPy's scalars of type {@code bool} and arrays of type {@code uint8}: flags and encoded
 *       images
 * </ul>
 *
 * <p>Values become {@code List<Object>} (lists and tuples), {@code byte[]} (bytes, arrays, and the
 * strings of Python 2), {@code String}, {@code Long}, {@code Boolean}, {@link #NONE}. Source of the
 * opcodes: {@code pickletools.py} of CPython.
 */
public final class Pickle {
  /** Python's {@code None}. */
  public static final Object NONE =
      new Object() {
        @Override
        public String toString() {
          return "None";
        }
      };

  private static final Object MARK = new Object();

  private final Bytes in;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  /** Bytes that calls have made. */
  private long made;

  private Pickle(String name, byte[] pickle) {
    this.in = new Bytes(name, pickle);
  }

  /**
   * Reads one value.
   *
   * @param name for messages
   * @throws BadDataException with the offset, if the pickle is cut, damaged, or asks for more than
   *     data
   */
  public static Object load(String name, byte[] pickle) {
    return new Pickle(name, pickle).run();
  }

  private Object run() {
    for (int code = in.u8(); code != '.'; code = in.u8()) {
      step(code);
    }
    return pop();
  }

  /** One opcode; the order of {@code pickletools.py}. Long because the format is. */
  private void step(int code) {
    switch (code) {
      case 'I' -> push(intLine(in.line()));
      case 'J' -> push((long) in.i32());
      case 'K' -> push((long) in.u8());
      case 'M' -> push((long) in.u16());
      case 'L' -> push(number(in.line().replaceFirst("L$", "")));
      case 0x8a -> push(in.signed(in.u8()));
      case 'S' -> push(Quoted.bytes(in));
      case 'T' -> push(in.take(in.u32()));
      case 'U', 'C' -> push(in.take(in.u8()));
      case 'B' -> push(in.take(in.u32()));
      case 0x8e -> push(in.take(in.i64()));
      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'V' -> push(Quoted.text(in));
      case 0x8c -> push(in.utf8(in.u8()));
      case 'X' -> push(in.utf8(in.u32()));
      case 0x8d -> push(in.utf8(in.i64()));
      case ']' -> push(new ArrayList<>());
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(popToMark());
      case 'l' -> push(new ArrayList<>(popToMark()));
      case ')' -> push(List.of());
      case 't' -> push(popToMark());
      case 0x85, 0x86, 0x87 -> push(popLast(code - 0x84));
      case '0' -> pop();
      case '2' -> push(top());
      case '(' -> push(MARK);
      case '1' -> popToMark();
      case 'g' -> push(recall(number(in.line())));
      case 'h' -> push(recall(in.u8()));
      case 'j' -> push(recall(in.u32()));
      case 'p' -> memo.put(number(in.line()), top());
      case 'q' -> memo.put((long) in.u8(), top());
      case 'r' -> memo.put(in.u32(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'c' -> push(global(in.line(), in.line()));
      case 0x93 -> stackGlobal();
      case 'R' -> reduce();
      case 'b' -> build();
      case 0x80 -> protocol(in.u8());
      case 0x95 -> in.i64(); // a frame's length, of use to readers of streams only
      default -> throw in.wrong("an opcode of data", "0x%02x".formatted(code));
    }
  }

  private void protocol(int version) {
    if (version > 5) {
      throw in.wrong("a protocol up to 5", String.valueOf(version));
    }
  }

  private Object intLine(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> number(line);
    };
  }

  private Long number(String line) {
    try {
      return Long.valueOf(line);
    } catch (NumberFormatException e) {
      throw in.wrong("a whole number before it", '"' + shortened(line) + '"');
    }
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 37) + "..." : text;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw in.wrong("a value on the stack", "none");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top instanceof NumpyArray array && array.content().isPresent()
        ? array.content().get()
        : top;
  }

  private List<Object> popLast(int count) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(pop());
    }
    Collections.reverse(values);
    return Collections.unmodifiableList(values);
  }

  private List<Object> popToMark() {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw in.wrong("a mark on the stack", "none");
    }
    List<Object> values = popLast(stack.size() - 1 - mark);
    stack.remove(mark);
    return values;
  }

  @SuppressWarnings("unchecked") // an ArrayList on the stack is always one of ours
  private void append(List<Object> values) {
    if (!(top() instanceof ArrayList<?> list)) {
      throw in.wrong("a list to append to", "another value");
    }
    ((List<Object>) list).addAll(values);
  }

  private Object recall(long key) {
    Object value = memo.get(key);
    if (value == null) {
      throw in.wrong("a value remembered as " + key, "none");
    }
    return value;
  }

  private void stackGlobal() {
    if (pop() instanceof String attribute && pop() instanceof String module) {
      push(global(module, attribute));
    } else {
      throw in.wrong("two texts that name a call", "other values");
    }
  }

  private Call global(String module, String attribute) {
    return Call.of(module, attribute)
        .orElseThrow(
            () ->
                in.wrong(
                    "data alone", "a call of " + shortened(module) + "." + shortened(attribute)));
  }

  private void reduce() {
    Object arguments = pop();
    if (pop() instanceof Call call && arguments instanceof List<?> list) {
      push(
          result(call, list)
              .orElseThrow(
                  () -> in.wrong("arguments that " + call + " takes", list.size() + " others")));
    } else {
      throw in.wrong("a known function and a tuple", "other values");
    }
  }

  /** A text that is remembered and encoded again and again would become more than there is. */
  private Optional<Object> result(Call call, List<?> arguments) {
    Optional<Object> result = call.on(arguments);
    made += result.isPresent() && result.get() instanceof byte[] bytes ? bytes.length : 0;
    if (made > in.size()) {
      throw in.wrong("at most as many bytes by calls as the pickle has", String.valueOf(made));
    }
    return result;
  }

  /** A type's state says byte order and alignment, which single bytes do not have. */
  private void build() {
    Object state = pop();
    boolean built =
        top() instanceof NumpyArray.Type
            || (top() instanceof NumpyArray array && array.fill(state));
    if (!built) {
      throw in.wrong("a numpy array of bytes to complete", "another value");
    }
  }
}
