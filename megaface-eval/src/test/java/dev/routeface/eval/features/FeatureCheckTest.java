package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.sdk.math.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureCheckTest {
  private static final float[][] SUSPICIOUS = {{1, 0}, {0, 0}, {1, 0}, {0, 0}, {0, 2}};

  private static List<String> warnings(boolean scaled, float[]... rows) {
    Rows table = FloatTable.of(rows);
    return FeatureCheck.of(table, row -> "image " + row).warnings("probes", scaled);
  }

  @Test
  void hasNothingToSayOfDifferentUnitVectors() {
    assertEquals(List.of(), warnings(false, new float[] {0.6f, 0.8f}, new float[] {-1, 0}));
  }

  @Test
  void countsWhatIsSuspicious() {
    assertEquals(
        List.of(
            "probes: 3 of 5 features are not of length 1; the devkit's score then is not the cosine,"
                + " and figures may be too good as well as too bad; --metric cosine ignores lengths",
            "probes: 2 of 5 features are zeros, the first is image 1; by the devkit's score zeros are"
                + " nearer to every probe than most faces, and a distractor of zeros is a false match"
                + " everywhere",
            "probes: 2 of 5 features repeat another one"),
        warnings(false, SUSPICIOUS));
  }

  @Test
  void lengthsSayNothingWhereTheyAreTakenAway() {
    assertEquals(
        List.of(
            "probes: 2 of 5 features are zeros, the first is image 1",
            "probes: 2 of 5 features repeat another one"),
        warnings(true, SUSPICIOUS));
  }
}
