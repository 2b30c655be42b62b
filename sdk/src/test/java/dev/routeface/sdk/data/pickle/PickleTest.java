package dev.routeface.sdk.data.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Literals made by Python itself: {@code binascii.hexlify(pickle.dumps(v, p))} with {@code v =
 * ([b'\xff\xd8a\n\'\\', b'', b'"\x00', b'a'], [True, False])}.
 */
class PickleTest {
  private static final byte[] FIRST = {(byte) 0xff, (byte) 0xd8, 'a', '\n', '\'', '\\'};

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Python 2.7.18, protocols 0, 1, 2
        "28286c70300a53225c7866665c786438615c6e275c5c220a70310a615327270a70320a615327225c783030270a"
            + "70330a61532761270a70340a61286c70350a4930310a614930300a617470360a2e",
        "285d7100285506ffd8610a275c7101550071025502220071035501617104655d7105284930310a4930300a6574"
            + "71062e",
        "80025d7100285506ffd8610a275c7101550071025502220071035501617104655d7105288889658671062e",
        // Python 3.11.7, protocols 0, 1, 2, 3, 4, 5
        "28286c70300a635f636f646563730a656e636f64650a70310a2856ffd8615c7530303061275c75303035630a70"
            + "320a566c6174696e310a70330a7470340a5270350a61635f5f6275696c74696e5f5f0a62797465730a70"
            + "360a28745270370a6167310a2856225c75303030300a70380a67330a7470390a527031300a6167310a28"
            + "56610a7031310a67330a747031320a527031330a61286c7031340a4930310a614930300a61747031350a"
            + "2e",
        "285d710028635f636f646563730a656e636f64650a7101285808000000c3bfc398610a275c710258060000006c"
            + "6174696e317103747104527105635f5f6275696c74696e5f5f0a62797465730a71062952710768012858"
            + "0200000022007108680374710952710a680128580100000061710b680374710c52710d655d710e284930"
            + "310a4930300a6574710f2e",
        "80025d710028635f636f646563730a656e636f64650a71015808000000c3bfc398610a275c710258060000006c"
            + "6174696e317103867104527105635f5f6275696c74696e5f5f0a62797465730a71062952710768015802"
            + "00000022007108680386710952710a6801580100000061710b680386710c52710d655d710e2888896586"
            + "710f2e",
        "80035d7100284306ffd8610a275c7101430071024302220071034301617104655d7105288889658671062e",
        "80049522000000000000005d94284306ffd8610a275c94430094430222009443016194655d942888896586942e",
        "80059522000000000000005d94284306ffd8610a275c94430094430222009443016194655d942888896586942e",
      })
  void readsWhatPythonWrites(String hex) {
    List<?> tuple = (List<?>) load(hex);
    List<?> images = (List<?>) tuple.get(0);
    assertEquals(List.of(true, false), tuple.get(1));
    assertEquals(4, images.size());
    assertArrayEquals(FIRST, (byte[]) images.get(0));
    assertArrayEquals(new byte[0], (byte[]) images.get(1));
    assertArrayEquals(new byte[] {'"', 0}, (byte[]) images.get(2));
    assertArrayEquals(new byte[] {'a'}, (byte[]) images.get(3));
  }

  /** NumPy 2.4.6: {@code pickle.dumps(([b'a', b'b'], [np.bool_(True)]), p)}, p = 2 and 4. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80025d710028635f636f646563730a656e636f64650a7101580100000061710258060000006c6174696e317103"
            + "867104527105680158010000006271066803867107527108655d7109636e756d70792e5f636f72652e6d"
            + "756c746961727261790a7363616c61720a710a636e756d70790a64747970650a710b5802000000623171"
            + "0c898887710d52710e284b0358010000007c710f4e4e4e4affffffff4affffffff4b0074711062680158"
            + "010000000171116803867112527113867114527115618671162e",
        "80049574000000000000005d94284301619443016294655d948c166e756d70792e5f636f72652e6d756c746961"
            + "72726179948c067363616c61729493948c056e756d7079948c0564747970659493948c02623194898887"
            + "945294284b038c017c944e4e4e4affffffff4affffffff4b0074946243010194869452946186942e",
      })
  void readsFlagsOfNumpy(String hex) {
    assertEquals(List.of(true), ((List<?>) load(hex)).get(1));
  }

  /**
   * NumPy 2.4.6: {@code pickle.dumps(([np.array([[7], [8]], np.uint8)] * 2, [True]), 4)}: one array
   * in two places.
   */
  @Test
  void readsArraysOfBytes() {
    List<?> tuple =
        (List<?>)
            load(
                "80049599000000000000005d94288c166e756d70792e5f636f72652e6d756c74696172726179948c"
                    + "0c5f7265636f6e7374727563749493948c056e756d7079948c076e6461727261799493944b008594"
                    + "4301629487945294284b014b024b01869468048c0564747970659493948c02753194898887945294"
                    + "284b038c017c944e4e4e4affffffff4affffffff4b00749462894302070894749462680a655d9488"
                    + "6186942e");
    for (Object image : (List<?>) tuple.get(0)) {
      assertArrayEquals(new byte[] {7, 8}, (byte[]) image);
    }
    assertEquals(2, ((List<?>) tuple.get(0)).size());
  }

  /** As above, with {@code np.float32}. */
  @Test
  void refusesArraysOfOtherTypes() {
    assertEquals(
        "evil.bin at byte 119: expected arguments that DTYPE takes, found 3 others",
        refusal(
            "8004959f000000000000005d94288c166e756d70792e5f636f72652e6d756c74696172726179948c"
                + "0c5f7265636f6e7374727563749493948c056e756d7079948c076e6461727261799493944b008594"
                + "4301629487945294284b014b024b01869468048c0564747970659493948c02663494898887945294"
                + "284b038c013c944e4e4e4affffffff4affffffff4b007494628943080000e0400000004194749462"
                + "680a655d94886186942e"));
  }

  /** {@code pickle.dumps(x, p)} where {@code x.__reduce__} returns {@code os.system, ('...',)}. */
  @Test
  void refusesEveryOtherCallByName() {
    assertEquals(
        "evil.bin at byte 93: expected data alone, found a call of posix.system",
        refusal(
            "28286c70300a635f636f646563730a656e636f64650a70310a2856610a70320a566c6174696e310a70330a"
                + "7470340a5270350a6167310a2856620a70360a67330a7470370a5270380a61286c70390a63706f73"
                + "69780a73797374656d0a7031300a28566563686f2070776e65640a7031310a747031320a52703133"
                + "0a61747031340a2e"));
    assertEquals(
        "evil.bin at byte 43: expected data alone, found a call of posix.system",
        refusal(
            "80049536000000000000005d94284301619443016294655d948c05706f736978948c0673797374656d9493"
                + "948c0a6563686f2070776e656494859452946186942e"));
  }

  @Test
  void refusesOtherWaysToCall() {
    // INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, PERSID of pickletools.py
    for (String opcode : List.of("69", "6f", "81", "92", "82", "50")) {
      assertEquals(
          "evil.bin at byte 1: expected an opcode of data, found 0x" + opcode,
          refusal(opcode + "2e"));
    }
    assertEquals(
        "evil.bin at byte 2: expected an opcode of data, found 0x51", refusal("4e" + "51" + "2e"));
  }

  @Test
  void refusesAnEncodingThatIsNotLatin1() {
    String utf7 = "635f636f646563730a656e636f64650a8c01618c047574663786522e";
    assertEquals(
        "evil.bin at byte 27: expected arguments that ENCODE takes, found 2 others", refusal(utf7));
  }

  @Test
  void believesNoLength() {
    assertEquals(
        "evil.bin at byte 5: expected 4294967295 more bytes, found 1", refusal("42ffffffff2e"));
    assertEquals(
        "evil.bin at byte 9: expected 18446744073709551615 more bytes, found 1",
        refusal("8effffffffffffffff2e"));
    assertEquals(
        "evil.bin at byte 2: expected a number of at most 8 bytes, found 200 bytes",
        refusal("8ac800"));
  }

  @Test
  void readsNumbersOfEverySize() {
    assertEquals(List.of(255L, 65535L, -2L), load("4bff4dffff4afeffffff872e"));
    assertEquals(List.of(-1L, 128L, 0L), load("8a01ff8a0280008a00872e"));
    assertEquals(List.of(-12L, 77L), load("492d31320a4c37374c0a862e"));
    assertEquals(Pickle.NONE, load("4e2e"));
  }

  /** Protocol 2 of {@code [x, x]} remembers the first and recalls it. */
  @Test
  void recallsWhatItRemembers() {
    assertEquals(List.of("ab", "ab"), load("5d8c0261627100616800612e"));
  }

  @Test
  void failsOnDamagedBytesOnlyByRefusing() {
    byte[] good =
        HexFormat.of()
            .parseHex(
                "80025d7100285506ffd8610a275c7101550071025502220071035501617104655d71052888896586"
                    + "71062e");
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = Arrays.copyOf(good, 1 + random.nextInt(good.length));
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        assertTrue(Pickle.load("damaged", damaged) != null);
      } catch (BadDataException e) {
        assertTrue(e.getMessage().startsWith("damaged at byte "));
      }
    }
  }

  @Test
  void refusesEveryCut() {
    byte[] good = "(lp0\nS'a\\x00'\np1\naI01\na.".getBytes(StandardCharsets.US_ASCII);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(BadDataException.class, () -> Pickle.load("cut", cut));
    }
  }

  /** Each list holds the one before twice, or itself by way of another: as a text, no end. */
  @Test
  void namesAreTextsAndNotWhatWouldBecomeOne() {
    String each = "5d7100" + "5d7101" + "680061" + "30" + "6800" + "680161" + "30";
    assertEquals(
        "evil.bin at byte 21: expected two texts that name a call, found other values",
        refusal(each + "6800" + "6801" + "93" + "2e"));
    assertEquals(
        "evil.bin at byte 33: expected arguments that DTYPE takes, found 1 others",
        refusal(
            each
                + HexFormat.of().formatHex("cnumpy\ndtype\n".getBytes(StandardCharsets.US_ASCII))
                + "6800"
                + "85"
                + "52"
                + "2e"));
  }

  /** {@code t = 'xxxxxxxxxxxxxxxxxxxx'}, remembered; then {@code _codecs.encode(t, 'latin1')}. */
  @Test
  void encodesNoTextMoreOftenThanThereAreBytes() {
    String head =
        HexFormat.of().formatHex("c_codecs\nencode\nq\0".getBytes(StandardCharsets.US_ASCII))
            + "5814000000"
            + "78".repeat(20)
            + "7101"
            + "58060000006c6174696e317102"
            + "86"
            + "30";
    String call = "6800" + "6801" + "6802" + "86" + "52";
    assertArrayEquals(
        "x".repeat(20).getBytes(StandardCharsets.US_ASCII),
        (byte[]) load(head + call.repeat(3) + "2e"));
    assertEquals(
        "evil.bin at byte 156: expected at most as many bytes by calls as the pickle has, found 240",
        refusal(head + call.repeat(20) + "2e"));
  }

  private static Object load(String hex) {
    return Pickle.load("good.bin", HexFormat.of().parseHex(hex));
  }

  private static String refusal(String hex) {
    return assertThrows(
            BadDataException.class, () -> Pickle.load("evil.bin", HexFormat.of().parseHex(hex)))
        .getMessage();
  }
}
