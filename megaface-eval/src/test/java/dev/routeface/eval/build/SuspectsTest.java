package dev.routeface.eval.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.build.Suspects.Embedded;
import dev.routeface.eval.build.Suspects.Match;
import dev.routeface.eval.build.Suspects.Where;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Directions on a circle, so that every cosine can be read off by eye: an image {@code Ann/30}
 * points to 30 degrees. Duplicates are up to 2 degrees apart, one person up to 18, and who is
 * farther than 90 on the whole is somebody else.
 */
class SuspectsTest {
  private static final Thresholds THRESHOLDS = new Thresholds(cos(2.5), cos(18.5), 0);

  private static float cos(double degrees) {
    return (float) Math.cos(Math.toRadians(degrees));
  }

  private static Embedded circle(String... images) {
    List<String> paths = List.of(images);
    float[] values = new float[2 * images.length];
    for (int i = 0; i < images.length; i++) {
      double angle = Math.toRadians(Double.parseDouble(images[i].replaceAll(".*/", "")));
      values[2 * i] = (float) Math.cos(angle);
      values[2 * i + 1] = (float) Math.sin(angle);
    }
    return new Embedded(
        new TemplateList(
            paths, Optional.of(paths.stream().map(path -> path.replaceAll("/.*", "")).toList())),
        UnitVectors.normalise(2, values));
  }

  private static Suspects of(Embedded probes, Embedded distractors) {
    return Suspects.of(probes, distractors, THRESHOLDS, Progress.NONE);
  }

  private static String text(Match match) {
    return match.one() + " - " + match.other();
  }

  private static final Embedded STRANGERS = circle("Xia/100", "Yin/300");

  @Test
  void findsNothingAmongPeopleWhoAreFarApart() {
    Suspects none = of(circle("Ann/0", "Ann/40", "Ben/200", "Ben/240"), STRANGERS);
    assertEquals(new Suspects(List.of(), List.of(), List.of(), List.of()), none);
    assertTrue(none.probeNoises().isEmpty() && none.distractorNoises().isEmpty());
  }

  @Test
  void saysWhereBothImagesOfAPhotographStand() {
    Suspects found =
        of(
            circle("Ann/0", "Ann/1", "Ben/40", "Cid/42", "Cid/80"),
            circle("Xia/81.5", "Yin/200", "Zoe/200.5"));
    assertEquals(
        List.of(
            "distractor Yin/200 - distractor Zoe/200.5",
            "probe Ann/0 - probe Ann/1",
            "probe Cid/80 - distractor Xia/81.5",
            "probe Ben/40 - probe Cid/42"),
        found.duplicates().stream().map(SuspectsTest::text).toList());
    assertEquals(
        List.of(
            Where.DISTRACTORS,
            Where.ONE_PROBE_IDENTITY,
            Where.PROBES_AND_DISTRACTORS,
            Where.TWO_PROBE_IDENTITIES),
        found.duplicates().stream().map(Match::where).toList());
    assertEquals(cos(1), found.duplicates().get(1).cosine(), 1e-6);
    assertEquals(Set.of("Ann/1"), found.probeNoises().keySet());
    assertEquals(Set.of("Zoe/200.5", "Xia/81.5"), found.distractorNoises().keySet());
  }

  @Test
  void setsIdentitiesThatSeemOnePersonSideBySide() {
    Suspects found =
        of(circle("Ann/0", "Ann/22", "Ben/110", "Ben/150"), circle("Xia/10", "Xia/90", "Yin/165"));
    assertEquals(
        List.of("probe Ann/0 - distractor Xia/10 2", "probe Ben/150 - distractor Yin/165 1"),
        found.shared().stream().map(s -> text(s.nearest()) + " " + s.pairs()).toList());
    assertEquals(Set.of("Xia/10", "Yin/165"), found.distractorNoises().keySet());
    assertEquals("0.9848 cosine to the probe Ann/0", found.distractorNoises().get("Xia/10"));
  }

  @Test
  void leavesTwoProbeIdentitiesThatSeemOnePersonToPeople() {
    Suspects found = of(circle("Ann/0", "Ann/40", "Ben/50", "Ben/80"), STRANGERS);
    assertEquals(
        List.of("probe Ann/40 - probe Ben/50"),
        found.shared().stream().map(s -> text(s.nearest())).toList());
    assertTrue(found.probeNoises().isEmpty());
  }

  @Test
  void findsTheProbeThatIsFarFromItsOwn() {
    Suspects found = of(circle("Ann/0", "Ann/40", "Ann/140", "Ben/200", "Ben/240"), STRANGERS);
    assertEquals(
        List.of("probe Ann/140 - probe Ann/40"),
        found.mislabelled().stream().map(m -> text(m.nearest())).toList());
    assertEquals((cos(140) + cos(100)) / 2, found.mislabelled().get(0).mean(), 1e-6);
    assertEquals("-0.4698 mean cosine to its identity", found.probeNoises().get("Ann/140"));
  }

  /** The evaluation can put noise to an identity only if something of it is left. */
  @Test
  void everyIdentityKeepsAnImage() {
    Embedded probes =
        circle("Ann/0", "Ann/180", "Ben/40", "Ben/41", "Cid/80", "Cid/200", "Cid/201", "Cid/320");
    Suspects found = of(probes, STRANGERS);
    List<String> kept = new ArrayList<>(probes.list().paths());
    kept.removeAll(found.probeNoises().keySet());
    assertEquals(
        List.of("Ann", "Ben", "Cid"), kept.stream().map(path -> path.substring(0, 3)).toList());
  }

  /** Two copies of a stranger would otherwise have a mean of one half. */
  @Test
  void copiesDoNotVouchForEachOther() {
    Suspects found = of(circle("Ann/0", "Ann/20", "Ann/110", "Ann/111"), STRANGERS);
    assertEquals(Set.of("Ann/110", "Ann/111"), found.probeNoises().keySet());
    assertEquals("0.9998 cosine to its duplicate Ann/110", found.probeNoises().get("Ann/111"));
  }

  @Test
  void refusesThresholdsInNoOrder() {
    assertEquals(
        "expected -1 <= mislabelled < same <= duplicate <= 1, found 0.1, 0.9 and 0.8",
        assertThrows(IllegalArgumentException.class, () -> new Thresholds(0.8f, 0.9f, 0.1f))
            .getMessage());
  }
}
