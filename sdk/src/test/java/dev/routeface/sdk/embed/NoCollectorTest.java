package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is told which models are run; decision 15. */
class NoCollectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-x64/libonnxruntime.so",
        "linux-aarch64/libonnxruntime.so",
        "osx-aarch64/libonnxruntime.dylib"
      })
  void theRuntimeKnowsNoCollector(String library) throws IOException {
    try (InputStream stream =
        NoCollectorTest.class.getResourceAsStream("/ai/onnxruntime/native/" + library)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(text.contains("InferenceSession"), "not the library that was looked for");
      assertFalse(text.contains("OneCollector"), library + " reports to a collector");
    }
  }
}
