package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.GallerySearch;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.metric.PooledNegatives;
import dev.routeface.eval.metric.Trials;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * IJB-B and IJB-C 1:N with mixed probes, by two conventions that public figures mix up:
 *
 * <ul>
 *   <li>InsightFace's script: both galleries as one, so that every probe has its mate there; how
 *       often the mate is among the best R, and its recall strictly above a threshold that pools
 *       all other scores ({@link PooledNegatives}), called "FAR" there
 *   <li>the protocol's own, as NIST counts: each gallery searched alone, so that a probe whose
 *       subject is in the other one is a non-mated search; FNIR at FPIR over the searches of both,
 *       with candidate lists as long as the gallery
 * </ul>
 *
 * <p>Ties favour the mate. A search with a template that failed misses; where the mate's own
 * template failed, it does too; a failed non-mated search finds nobody.
 *
 * @param templates the templates
 * @param galleries template to subject, for each of the two; no subject in both or twice in one
 * @param probes template to subject, every subject in one of the galleries
 * @param ranks R, each at least 1; 1, 5 and 10 are usual
 * @param rates of pooled negatives and of FPIR, each above 0 and at most 1; 0.01 and 0.1 are usual
 */
public record IjbIdentification(
    Templates templates,
    List<Map<Integer, Integer>> galleries,
    Map<Integer, Integer> probes,
    List<Integer> ranks,
    List<Double> rates)
    implements Protocol {
  public IjbIdentification {
    galleries = galleries.stream().<Map<Integer, Integer>>map(LinkedHashMap::new).toList();
    probes = new LinkedHashMap<>(probes);
    ranks = List.copyOf(ranks);
    rates = List.copyOf(rates);
    Protocol.requireRates("rates of false positives", rates);
    if (ranks.isEmpty() || ranks.stream().anyMatch(rank -> rank < 1)) {
      throw new IllegalArgumentException("expected ranks of at least 1, found " + ranks);
    }
    requireMates(galleries, probes);
    galleries.forEach(gallery -> templates.requireAll(numbers(gallery)));
    templates.requireAll(numbers(probes));
  }

  private static void requireMates(
      List<Map<Integer, Integer>> galleries, Map<Integer, Integer> probes) {
    Set<Integer> enrolled = new HashSet<>();
    for (Map<Integer, Integer> gallery : galleries) {
      for (int subject : gallery.values()) {
        if (!enrolled.add(subject)) {
          throw new BadDataException(
              "expected each subject enrolled once, found a second template of subject " + subject);
        }
      }
    }
    for (Map.Entry<Integer, Integer> probe : probes.entrySet()) {
      if (!enrolled.contains(probe.getValue())) {
        throw new BadDataException(
            "expected subject %d of probe %d in a gallery, found it in none"
                .formatted(probe.getValue(), probe.getKey()));
      }
    }
  }

  private static IntStream numbers(Map<Integer, Integer> subjects) {
    return subjects.keySet().stream().mapToInt(template -> template);
  }

  /**
   * Templates of one role.
   *
   * @param vectors those that did not fail
   * @param subject whose they are
   * @param failed subjects of those that did
   */
  private record Side(UnitVectors vectors, List<Integer> subject, List<Integer> failed) {
    int[] subjects() {
      return subject.stream().mapToInt(who -> who).toArray();
    }
  }

  @Override
  public IjbIdentificationResult judge(FaceEmbedder embedder) {
    Templates.Fused fused = templates.fuse(embedder);
    Side side = side(fused, probes);
    List<GallerySearch> searches = new ArrayList<>();
    Map<Integer, Integer> all = new LinkedHashMap<>();
    for (Map<Integer, Integer> gallery : galleries) {
      Side entries = side(fused, gallery);
      searches.add(new GallerySearch(entries.vectors(), entries.subjects()));
      all.putAll(gallery);
    }
    Side entries = side(fused, all);
    GallerySearch one = new GallerySearch(entries.vectors(), entries.subjects());
    List<GallerySearch.Mate> mates = one.mates(side.vectors(), side.subjects());
    return new IjbIdentificationResult(
        protocol(),
        fused.raw().failures(),
        ranks.stream().map(rank -> hits(rank, side, mates)).toList(),
        rates.stream().map(rate -> recall(rate, one, side, mates)).toList(),
        errors(searches, side));
  }

  private String protocol() {
    return "ijb 1:N %s searches %s"
        .formatted(templates.digest(), Sha256.ofText(galleries + " " + probes));
  }

  private static Side side(Templates.Fused fused, Map<Integer, Integer> subjects) {
    RawEmbeddings raw = fused.raw();
    Map<Boolean, List<Integer>> byFailure =
        subjects.keySet().stream()
            .collect(
                Collectors.partitioningBy(template -> raw.failed(fused.place().get(template))));
    List<Integer> used = byFailure.get(false);
    return new Side(
        raw.unit(used.stream().mapToInt(fused.place()::get).toArray()),
        used.stream().map(subjects::get).toList(),
        byFailure.get(true).stream().map(subjects::get).toList());
  }

  private IjbIdentificationResult.Hits hits(int rank, Side side, List<GallerySearch.Mate> mates) {
    return new IjbIdentificationResult.Hits(
        rank, perSubject(side, mates, mate -> mate.score() != Trials.FAILED && mate.rank() < rank));
  }

  private IjbIdentificationResult.Recall recall(
      double rate, GallerySearch search, Side side, List<GallerySearch.Mate> mates) {
    double threshold = PooledNegatives.threshold(search, side.vectors(), side.subjects(), rate);
    return new IjbIdentificationResult.Recall(
        rate, threshold, perSubject(side, mates, mate -> mate.score() > threshold));
  }

  /** Over all probes: those that failed have no mate and hit nothing. */
  private PerIdentity perSubject(
      Side side, List<GallerySearch.Mate> mates, Predicate<GallerySearch.Mate> hit) {
    PerIdentity.Tally tally = new PerIdentity.Tally(people());
    for (int n = 0; n < mates.size(); n++) {
      tally.add(side.subject().get(n), hit.test(mates.get(n)) ? 1 : 0);
    }
    side.failed().forEach(subject -> tally.add(subject, 0));
    return tally.done();
  }

  private int people() {
    return probes.values().stream().mapToInt(subject -> subject).max().orElse(-1) + 1;
  }

  private ErrorRates errors(List<GallerySearch> searches, Side side) {
    Scored mated = new Scored();
    Scored nonMated = new Scored();
    for (int n = 0; n < searches.size(); n++) {
      List<GallerySearch.Mate> mates = searches.get(n).mates(side.vectors(), side.subjects());
      float[] best = searches.get(n).best(side.vectors());
      Set<Integer> enrolled = Set.copyOf(galleries.get(n).values());
      for (int probe = 0; probe < best.length; probe++) {
        int subject = side.subject().get(probe);
        if (enrolled.contains(subject)) {
          mated.add(mates.get(probe).score(), subject);
        } else {
          nonMated.add(best[probe], subject);
        }
      }
      for (int subject : side.failed()) {
        (enrolled.contains(subject) ? mated : nonMated).add(Trials.FAILED, subject);
      }
    }
    return rates(mated.trials(), nonMated.trials());
  }

  private ErrorRates rates(Trials mated, Trials nonMated) {
    return ErrorRates.of(
        ErrorRates.Task.IDENTIFICATION, templates.set() + " 1:N", mated, nonMated, rates);
  }

  /** Scores as they come. */
  private static final class Scored {
    private final List<Float> scores = new ArrayList<>();
    private final List<Integer> subjects = new ArrayList<>();

    void add(float score, int subject) {
      scores.add(score);
      subjects.add(subject);
    }

    Trials trials() {
      float[] values = new float[scores.size()];
      IntStream.range(0, values.length).forEach(n -> values[n] = scores.get(n));
      return Trials.of(values, subjects.stream().mapToInt(subject -> subject).toArray());
    }
  }
}
