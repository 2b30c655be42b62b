package dev.routeface.eval.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The corpus of the fuzzers, file by file, and the damage that happens to files. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReaderTest {
  private static List<Path> corpus(Reader reader) {
    try (Stream<Path> files = Files.list(reader.corpus())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(reader + " has no corpus", e);
    }
  }

  @TestFactory
  Stream<DynamicTest> withstandsTheCorpus() {
    return Stream.of(Reader.values())
        .flatMap(
            reader ->
                corpus(reader).stream()
                    .map(
                        file ->
                            dynamicTest(
                                reader + " " + file.getFileName(),
                                () -> reader.withstands(Files.readAllBytes(file)))));
  }

  @ParameterizedTest
  @EnumSource
  void withstandsFilesCutAnywhere(Reader reader) throws IOException {
    for (Path file : corpus(reader)) {
      byte[] whole = Files.readAllBytes(file);
      int step = Math.max(1, whole.length / 12);
      for (int length = 0; length < whole.length; length += step) {
        reader.withstands(Arrays.copyOf(whole, length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void withstandsChangedBytes(Reader reader) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (Path file : corpus(reader)) {
      byte[] bytes = Files.readAllBytes(file);
      for (int change = 0; bytes.length > 0 && change < 8; change++) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
        reader.withstands(changed);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasACorpus(Reader reader) {
    assertFalse(corpus(reader).isEmpty());
  }
}
