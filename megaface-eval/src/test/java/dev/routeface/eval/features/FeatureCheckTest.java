package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.sdk.math.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureCheckTest {
  private static List<String> warnings(float[]... rows) {
    Rows table = FloatTable.of(rows);
    return FeatureCheck.of(table, row -> "image " + row).warnings("probes");
  }

  @Test
  void hasNothingToSayOfDifferentUnitVectors() {
    assertEquals(List.of(), warnings(new float[] {0.6f, 0.8f}, new float[] {-1, 0}));
  }

  @Test
  void countsWhatIsSuspicious() {
    assertEquals(
        List.of(
            "probes: 3 of 5 features are not of length 1; the devkit's score then is not the"
                + " cosine",
            "probes: 2 of 5 features are zeros, the first is image 1",
            "probes: 2 of 5 features repeat another one"),
        warnings(
            new float[] {1, 0},
            new float[] {0, 0},
            new float[] {1, 0},
            new float[] {0, 0},
            new float[] {0, 2}));
  }
}
