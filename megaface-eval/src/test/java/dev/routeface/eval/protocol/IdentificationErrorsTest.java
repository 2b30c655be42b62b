package dev.routeface.eval.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.ErrorPoint;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Vectors in the plane, so that every cosine can be read off. */
class IdentificationErrorsTest {
  private static final float[] NOTHING = {};

  private final FaceDataset gallery =
      new Fixture.Faces(new int[] {0, 1, 1, 2}, List.of("a", "b", "c"));
  private final FaceDataset mated =
      new Fixture.Faces(new int[] {0, 0, 1, 2}, List.of("b", "a", "c"));
  private final FaceDataset nonMated = new Fixture.Faces(new int[] {0, 0, 1}, List.of("x", "y"));
  private final Searches searches = new Searches(gallery, mated, nonMated);

  /** Enrols a on (1, 0), b on (0, 1) and (-1, 0), c on (0, -1), unless failed. */
  private IdentificationResult judge(int candidates, boolean failures) {
    float[][] enrolled = {{1, 0}, {0, 1}, {-1, 0}, failures ? NOTHING : new float[] {0, -1}};
    float[][] mates = {
      {-0.8f, 0.6f}, failures ? NOTHING : new float[] {0.6f, 0.8f}, {0.6f, 0.8f}, {0.6f, -0.8f}
    };
    float[][] strangers = {{0.96f, 0.28f}, failures ? NOTHING : new float[] {1, 1}, {-1, 1}};
    Map<FaceDataset, RawEmbeddings> all =
        Map.of(
            gallery, RawEmbeddings.of(2, enrolled),
            mated, RawEmbeddings.of(2, mates),
            nonMated, RawEmbeddings.of(2, strangers));
    return new IdentificationErrors(searches, List.of(0.4, 1.0), candidates, List.of(1, 2))
        .judge(new Given(all));
  }

  private record Given(Map<FaceDataset, RawEmbeddings> all) implements FaceEmbedder {
    @Override
    public UnitVectors embed(FaceDataset faces) {
      throw new AssertionError("failures could not be counted");
    }

    @Override
    public RawEmbeddings raw(FaceDataset faces) {
      return all.get(faces);
    }
  }

  /** Mates 0.8 at rank 0, 0.8 at 0, 0.6 at 1 and 0.8 at 0; strangers find 0.96, 0.707 and 0.707. */
  @Test
  void countsByHand() {
    IdentificationResult result = judge(2, false);
    assertEquals(
        List.of(
            new ErrorPoint(0.4, Math.nextUp((float) Math.sqrt(0.5)), 1, 4, 1, 3),
            new ErrorPoint(1, -2, 0, 4, 3, 3)),
        result.errors().at().stream().map(ErrorRates.AtRate::point).toList());
    assertEquals(
        PerIdentity.of(new double[] {0, 1, 0}, new int[] {2, 1, 1}),
        result.investigation().get(0).missed());
    assertEquals(0, result.investigation().get(1).missed().average(Averaging.PAIRS));
  }

  @Test
  void aMateBeyondTheCandidateListIsMissedAtEveryThreshold() {
    assertEquals(1, judge(1, false).errors().at().get(1).point().misses());
  }

  /** c is not enrolled, a search of b fails: two misses more; of strangers one alarm less. */
  @Test
  void failuresCountAsErrors() {
    IdentificationResult result = judge(2, true);
    assertEquals(
        new IdentificationResult.Counts(
            new IdentificationResult.Tried(4, 1),
            new IdentificationResult.Tried(4, 1),
            new IdentificationResult.Tried(3, 1),
            1),
        result.counts());
    assertEquals(3, result.counts().enrolled());
    assertEquals(new ErrorPoint(1, -2, 2, 4, 2, 3), result.errors().at().get(1).point());
    assertEquals(
        PerIdentity.of(new double[] {1, 1, 1}, new int[] {2, 1, 1}),
        result.investigation().get(0).missed());
  }

  @Test
  void comesBackFromJsonUnderItsNames() {
    IdentificationResult result = judge(2, true);
    assertEquals(result, Fields.of("r", result.toJson()).<Result>read(Result::of));
    assertEquals(
        List.of(
            "identification: FNIR @ FPIR 4e-1",
            "identification: FNIR @ FPIR 1e0",
            "identification: FNIR(R=1, T=0)",
            "identification: FNIR(R=2, T=0)"),
        result.measures().stream().map(Measure::name).toList());
  }

  /** The specification: for each search a list of all candidates, sorted. */
  @Test
  void agreesWithSortedCandidateLists() {
    UnitVectors all = Fixture.people(23, 3, 5, 3);
    FaceDataset faces = Fixture.Faces.of(Fixture.identities(23, 3));
    Searches cut = Searches.split(faces, 0.4, 5);
    Map<String, Integer> row =
        IntStream.range(0, 69).boxed().collect(Collectors.toMap(faces::name, i -> i));
    IdentificationResult result =
        new IdentificationErrors(cut, List.of(0.1, 0.5), 3, List.of(1, 4))
            .judge(part -> all.select(rows(part, row)));
    for (int n = 0; n < 2; n++) {
      int rank = n == 0 ? 1 : 4;
      long misses =
          IntStream.range(0, cut.mated().size())
              .filter(i -> !best(cut, all, row, i, rank, -2))
              .count();
      assertEquals(misses, total(result.investigation().get(n).missed()));
      ErrorPoint point = result.errors().at().get(n).point();
      assertEquals(
          IntStream.range(0, cut.mated().size())
              .filter(i -> !best(cut, all, row, i, 3, point.threshold()))
              .count(),
          point.misses());
    }
    assertTrue(result.errors().at().get(0).point().misses() > 0, "a test that can fail");
  }

  private static long total(PerIdentity figure) {
    return Math.round(figure.average(Averaging.PAIRS) * figure.pairs());
  }

  private static int[] rows(FaceDataset part, Map<String, Integer> row) {
    return IntStream.range(0, part.size()).map(i -> row.get(part.name(i))).toArray();
  }

  private static boolean best(
      Searches cut, UnitVectors all, Map<String, Integer> row, int search, int rank, double t) {
    int probe = row.get(cut.mated().name(search));
    String who = cut.mated().identities().get(cut.mated().identity(search));
    return IntStream.range(0, cut.gallery().size())
        .boxed()
        .sorted(
            (a, b) ->
                Float.compare(
                    all.cosine(probe, row.get(cut.gallery().name(b))),
                    all.cosine(probe, row.get(cut.gallery().name(a)))))
        .limit(rank)
        .filter(g -> cut.gallery().identities().get(cut.gallery().identity(g)).equals(who))
        .anyMatch(g -> all.cosine(probe, row.get(cut.gallery().name(g))) >= t);
  }

  @Test
  void cutsOneDataSetByPeople() {
    FaceDataset faces = Fixture.Faces.of(Fixture.identities(200, 3));
    Searches cut = Searches.split(faces, 0.25, 7);
    Set<String> out = Set.copyOf(cut.nonMated().identities());
    assertEquals(cut.nonMated().size(), 3 * out.size());
    assertEquals(cut.gallery().size(), 200 - out.size());
    assertEquals(cut.mated().size(), 2 * cut.gallery().size());
    assertTrue(Math.abs(out.size() - 50) < 20, "about a quarter, found " + out.size());
    IntStream.range(0, cut.gallery().size())
        .forEach(i -> assertTrue(cut.gallery().name(i).endsWith("_0001.jpg")));
    Searches more = Searches.split(Fixture.Faces.of(Fixture.identities(201, 3)), 0.25, 7);
    assertTrue(more.nonMated().identities().containsAll(out), "one more moves nobody");
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(
        "expected mated searches of people in the gallery, found x",
        badData(() -> new Searches(gallery, nonMated, nonMated)));
    assertEquals(
        "expected non-mated searches of people outside the gallery, found b",
        badData(() -> new Searches(gallery, mated, mated)));
    assertEquals(
        "expected a share of non-mates above 0 and below 1, found 1.0",
        refusal(() -> Searches.split(gallery, 1, 1)));
    assertEquals(
        "expected false positive identification rates above 0 and at most 1, found 2.0",
        refusal(() -> new IdentificationErrors(searches, List.of(2.0), 1, List.of(1))));
    assertEquals(
        "expected candidate lists of at least 1, found 0",
        refusal(() -> new IdentificationErrors(searches, List.of(0.1), 0, List.of(1))));
    assertEquals(
        "expected ranks of at least 1, found [1, 0]",
        refusal(() -> new IdentificationErrors(searches, List.of(0.1), 1, List.of(1, 0))));
    assertEquals(
        "part mated: expected at least one identity, found none that its rules take",
        assertThrows(
                BadDataException.class,
                () -> Searches.split(Fixture.Faces.of(new int[] {0, 1, 2, 3}), 0.5, 1))
            .getMessage());
  }

  private static String badData(Executable wrong) {
    return assertThrows(BadDataException.class, wrong).getMessage();
  }

  private static String refusal(Executable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong).getMessage();
  }

  @Test
  void nobodyEnrolledMeansEverySearchMisses() {
    RawEmbeddings none = RawEmbeddings.of(2, new float[][] {{}, {}, {}, {}});
    RawEmbeddings some = RawEmbeddings.of(2, new float[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
    RawEmbeddings strangers = RawEmbeddings.of(2, new float[][] {{1, 0}, {1, 0}, {1, 0}});
    IdentificationResult result =
        new IdentificationErrors(searches, List.of(0.5), 1, List.of(1))
            .judge(new Given(Map.of(gallery, none, mated, some, nonMated, strangers)));
    assertEquals(new ErrorPoint(0.5, -2, 4, 4, 0, 3), result.errors().at().get(0).point());
    assertEquals(4, result.counts().unenrolled());
  }
}
