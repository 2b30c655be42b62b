package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.GallerySearch;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.metric.Trials;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.RawEmbeddings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The errors of open-set identification as NIST's FRTE 1:N reports and ISO/IEC 19795-1 define them,
 * over a gallery of N enrolled entries:
 *
 * <ul>
 *   <li>FPIR(N, T): share of non-mated searches with at least one candidate of score T or more
 *   <li>FNIR(N, R, T): share of mated searches whose mate is not among the best R candidates, or
 *       scores below T
 *   <li>identification mode: FNIR(N, L, T) at the T that gives an FPIR, with candidate lists of
 *       length L
 *   <li>investigation mode: FNIR(N, R, 0), without any threshold
 * </ul>
 *
 * <p>Failures count as errors. An image that cannot be read or embedded is a failed enrolment, and
 * a mated search for a person of whom nothing is enrolled misses at every T; a mated search that
 * fails misses too. A non-mated search that fails gives no candidate and stays in the denominator.
 *
 * @param searches who is enrolled and searched for
 * @param fpirs rates to report FNIR at, each above 0 and at most 1
 * @param candidates L, at least 1
 * @param ranks R of the investigation mode, each at least 1
 */
public record IdentificationErrors(
    Searches searches, List<Double> fpirs, int candidates, List<Integer> ranks)
    implements Protocol {
  public IdentificationErrors {
    fpirs = List.copyOf(fpirs);
    ranks = List.copyOf(ranks);
    Protocol.requireRates("false positive identification rates", fpirs);
    if (candidates < 1) {
      throw new IllegalArgumentException(
          "expected candidate lists of at least 1, found " + candidates);
    }
    if (ranks.isEmpty() || ranks.stream().anyMatch(rank -> rank < 1)) {
      throw new IllegalArgumentException("expected ranks of at least 1, found " + ranks);
    }
  }

  @Override
  public IdentificationResult judge(FaceEmbedder embedder) {
    RawEmbeddings enrolled = raw(embedder, searches.gallery());
    RawEmbeddings mated = raw(embedder, searches.mated());
    RawEmbeddings nonMated = raw(embedder, searches.nonMated());
    GallerySearch search = new GallerySearch(enrolled.unit(enrolled.embedded()), persons(enrolled));
    List<GallerySearch.Mate> mates = mates(search, mated);
    return new IdentificationResult(
        "identification %s candidates %d".formatted(searches.digest(), candidates),
        counts(enrolled, mated, nonMated, mates),
        ranks.stream().map(rank -> atRank(rank, mates)).toList(),
        ErrorRates.of(
            ErrorRates.Task.IDENTIFICATION,
            IdentificationResult.SET,
            matedTrials(mates),
            nonMatedTrials(search, nonMated),
            fpirs));
  }

  private static RawEmbeddings raw(FaceEmbedder embedder, FaceDataset faces) {
    RawEmbeddings raw = embedder.raw(faces);
    if (raw.size() != faces.size()) {
      throw new IllegalArgumentException(
          "expected a place for each of %d images, found %d".formatted(faces.size(), raw.size()));
    }
    return raw;
  }

  private int[] persons(RawEmbeddings enrolled) {
    return Arrays.stream(enrolled.embedded()).map(searches.gallery()::identity).toArray();
  }

  /** Of every mated image, failed ones included. */
  private List<GallerySearch.Mate> mates(GallerySearch search, RawEmbeddings mated) {
    Map<String, Integer> gallery = new HashMap<>();
    searches.gallery().identities().forEach(name -> gallery.put(name, gallery.size()));
    int[] embedded = mated.embedded();
    int[] who =
        Arrays.stream(embedded)
            .map(i -> gallery.get(searches.mated().identities().get(searches.mated().identity(i))))
            .toArray();
    GallerySearch.Mate[] mates = new GallerySearch.Mate[mated.size()];
    Arrays.fill(mates, new GallerySearch.Mate(Trials.FAILED, Integer.MAX_VALUE));
    List<GallerySearch.Mate> found = search.mates(mated.unit(embedded), who);
    IntStream.range(0, embedded.length).forEach(n -> mates[embedded[n]] = found.get(n));
    return List.of(mates);
  }

  private static boolean missed(GallerySearch.Mate mate, int rank) {
    return mate.score() == Trials.FAILED || mate.rank() >= rank;
  }

  private IdentificationResult.AtRank atRank(int rank, List<GallerySearch.Mate> mates) {
    PerIdentity.Tally tally = new PerIdentity.Tally(searches.mated().identities().size());
    for (int search = 0; search < mates.size(); search++) {
      tally.add(searches.mated().identity(search), missed(mates.get(search), rank) ? 1 : 0);
    }
    return new IdentificationResult.AtRank(rank, tally.done());
  }

  private Trials matedTrials(List<GallerySearch.Mate> mates) {
    float[] scores = new float[mates.size()];
    for (int search = 0; search < scores.length; search++) {
      GallerySearch.Mate mate = mates.get(search);
      scores[search] = missed(mate, candidates) ? Trials.FAILED : mate.score();
    }
    return Trials.of(scores, identities(searches.mated()));
  }

  private Trials nonMatedTrials(GallerySearch search, RawEmbeddings nonMated) {
    float[] scores = new float[nonMated.size()];
    Arrays.fill(scores, Trials.FAILED);
    int[] embedded = nonMated.embedded();
    float[] best = search.best(nonMated.unit(embedded));
    IntStream.range(0, embedded.length).forEach(n -> scores[embedded[n]] = best[n]);
    return Trials.of(scores, identities(searches.nonMated()));
  }

  private static int[] identities(FaceDataset faces) {
    return IntStream.range(0, faces.size()).map(faces::identity).toArray();
  }

  private IdentificationResult.Counts counts(
      RawEmbeddings enrolled,
      RawEmbeddings mated,
      RawEmbeddings nonMated,
      List<GallerySearch.Mate> mates) {
    long missing = mates.stream().filter(mate -> mate.score() == Trials.FAILED).count();
    return new IdentificationResult.Counts(
        new IdentificationResult.Tried(enrolled.size(), enrolled.failures()),
        new IdentificationResult.Tried(mated.size(), mated.failures()),
        new IdentificationResult.Tried(nonMated.size(), nonMated.failures()),
        (int) missing - mated.failures());
  }
}
