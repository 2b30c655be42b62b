package dev.routeface.models.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes, lists and calls are tested with the readers that need them. */
class UnpicklerTest {
  private static final Calls NONE =
      new Calls() {
        @Override
        public Optional<Object> global(String module, String attribute) {
          return Optional.empty();
        }

        @Override
        public Optional<Object> call(Object function, List<?> arguments) {
          return Optional.empty();
        }

        @Override
        public boolean build(Object value, Object state) {
          return false;
        }
      };

  /** Python 3.11: {@code pickle.dumps({'a': 1.5, 2: {'b': -0.0}, 'c': {}}, p)}, p = 1, 2 and 4. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "7d7100285801000000617101473ff80000000000004b027d71025801000000627103478000000000000000735801000000"
            + "6371047d7105752e",
        "80027d7100285801000000617101473ff80000000000004b027d710258010000006271034780000000000000007358"
            + "010000006371047d7105752e",
        "80049530000000000000007d94288c016194473ff80000000000004b027d948c01629447800000000000000073"
            + "8c0163947d94752e",
      })
  void readsDictionariesAndFloats(String hex) {
    Map<?, ?> read = (Map<?, ?>) unpickler(hex).next();
    assertEquals(Map.of("a", 1.5, 2L, Map.of("b", -0.0), "c", Map.of()), read);
  }

  @Test
  void readsOnePickleBehindTheOther() {
    Unpickler two = unpickler("4b012e" + "4b022e");
    assertEquals(1L, two.next());
    assertEquals(3, two.position());
    assertEquals(2L, two.next());
  }

  @Test
  void forgetsWhatThePickleBeforeRemembered() {
    Unpickler two = unpickler("4b0171002e" + "68002e");
    assertEquals(1L, two.next());
    assertEquals(
        "evil.pkl at byte 7: expected a value remembered as 0, found none",
        assertThrows(BadDataException.class, two::next).getMessage());
  }

  /** A list that holds itself has no hash. */
  @Test
  void refusesContainersAsKeys() {
    assertEquals(
        "evil.pkl at byte 10: expected a text or a whole number as a key, found another value",
        refusal("7d" + "5d7100680061" + "4b01" + "73" + "2e"));
  }

  @Test
  void readsByteStringsOfPythonTwoAsKeys() {
    assertEquals(Map.of("a", 1L), unpickler("7d" + "550161" + "4b01" + "732e").next());
  }

  @Test
  void refusesHalfAPair() {
    assertEquals(
        "evil.pkl at byte 5: expected a dictionary, keys and values, found other values",
        refusal("7d" + "28" + "4b01" + "75" + "2e"));
    assertEquals(
        "evil.pkl at byte 6: expected a dictionary, keys and values, found other values",
        refusal("5d" + "4b01" + "4b01" + "73" + "2e"));
  }

  @Test
  void showsNoControlCharactersOfAName() {
    assertEquals(
        "evil.pkl at byte 12: expected data alone, found a call of a?[31m.b",
        refusal("8c06611b5b33316d" + "8c0162" + "93" + "2e"));
  }

  /** As deep as the file is long, without a frame of ours for any of it. */
  @Test
  void readsNestingWithoutDepth() {
    String open = "5d".repeat(200_000);
    Object read = unpickler(open + "61".repeat(199_999) + "2e").next();
    assertEquals(1, ((List<?>) read).size());
  }

  private static Unpickler unpickler(String hex) {
    return new Unpickler("evil.pkl", HexFormat.of().parseHex(hex), NONE);
  }

  private static String refusal(String hex) {
    return assertThrows(BadDataException.class, () -> unpickler(hex).next()).getMessage();
  }
}
