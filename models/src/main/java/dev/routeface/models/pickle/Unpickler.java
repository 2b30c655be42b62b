package dev.routeface.models.pickle;

import dev.routeface.models.io.BadDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Python's pickle, protocols 0 to 5, as far as it is data: lists, tuples, dictionaries, bytes,
 * texts, numbers, flags and {@code None}, and what {@link Calls} makes. Every other call is refused
 * by name.
 *
 * <p>Values become {@code List<Object>} (lists and tuples), {@code Map<Object, Object>} with texts
 * and whole numbers as keys, {@code byte[]} (bytes, and the strings of Python 2), {@code String},
 * {@code Long}, {@code Double}, {@code Boolean}, {@link #NONE}. Lists and dictionaries may hold
 * themselves: what is read must be walked to a known depth only. Source of the opcodes: {@code
 * pickletools.py} of CPython.
 */
public final class Unpickler {
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
  private final Calls calls;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  /** Bytes that calls have made. */
  private long made;

  /**
   * @param name for messages
   * @param bytes one pickle or several, one behind the other
   * @param calls what they may ask for
   */
  public Unpickler(String name, byte[] bytes, Calls calls) {
    this.in = new Bytes(name, bytes);
    this.calls = calls;
  }

  /** Bytes read so far. */
  public int position() {
    return in.position();
  }

  /**
   * Reads the next pickle's value.
   *
   * @throws BadDataException with the offset, if the pickle is cut, damaged, or asks for more than
   *     it may
   */
  public Object next() {
    stack.clear();
    memo.clear();
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
      case 'G' -> push(in.f64());
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
      case '}' -> push(new LinkedHashMap<>());
      case 's' -> put(popLast(2));
      case 'u' -> put(popToMark());
      case 'd' -> {
        List<Object> items = popToMark();
        push(new LinkedHashMap<>());
        put(items);
      }
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
      case 'Q' -> persistent();
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
    String shown = text.replaceAll("\\p{Cntrl}", "?"); // it goes to somebody's terminal
    return shown.length() > 40 ? shown.substring(0, 37) + "..." : shown;
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
    return calls.settled(top);
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

  @SuppressWarnings("unchecked") // so is a LinkedHashMap
  private void put(List<Object> items) {
    if (!(top() instanceof LinkedHashMap<?, ?> map) || items.size() % 2 != 0) {
      throw in.wrong("a dictionary, keys and values", "other values");
    }
    for (int i = 0; i < items.size(); i += 2) {
      ((Map<Object, Object>) map).put(key(items.get(i)), items.get(i + 1));
    }
  }

  /** What holds itself has no hash, so containers are no keys. */
  private Object key(Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } else if (value instanceof String || value instanceof Long) {
      return value;
    }
    throw in.wrong("a text or a whole number as a key", "another value");
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

  private Object global(String module, String attribute) {
    return calls
        .global(module, attribute)
        .orElseThrow(
            () ->
                in.wrong(
                    "data alone", "a call of " + shortened(module) + "." + shortened(attribute)));
  }

  private void persistent() {
    Object identifier = pop();
    push(
        calls
            .persistent(identifier)
            .orElseThrow(() -> in.wrong("an opcode of data", "0x%02x".formatted((int) 'Q'))));
  }

  private void reduce() {
    Object arguments = pop();
    Object function = pop();
    if (!(arguments instanceof List<?> list)) {
      throw in.wrong("a known function and a tuple", "other values");
    }
    push(
        result(function, list)
            .orElseThrow(
                () ->
                    in.wrong(
                        "arguments that " + name(function) + " takes", list.size() + " others")));
  }

  /** Of what a pickle calls, and not of what would never end as a text. */
  private static String name(Object function) {
    return function instanceof Enum<?> known ? known.toString() : "a function";
  }

  /** A text that is remembered and encoded again and again would become more than there is. */
  private Optional<Object> result(Object function, List<?> arguments) {
    Optional<Object> result = calls.call(function, arguments);
    made += result.isPresent() && result.get() instanceof byte[] bytes ? bytes.length : 0;
    if (made > in.size()) {
      throw in.wrong("at most as many bytes by calls as the pickle has", String.valueOf(made));
    }
    return result;
  }

  private void build() {
    Object state = pop();
    if (!calls.build(top(), state)) {
      throw in.wrong("a known value to complete", "another value");
    }
  }
}
