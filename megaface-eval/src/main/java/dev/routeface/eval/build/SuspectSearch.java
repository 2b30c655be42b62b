package dev.routeface.eval.build;

import dev.routeface.eval.build.Suspects.Embedded;
import dev.routeface.eval.build.Suspects.Match;
import dev.routeface.eval.build.Suspects.Mislabelled;
import dev.routeface.eval.build.Suspects.Role;
import dev.routeface.eval.build.Suspects.SharedPerson;
import dev.routeface.sdk.math.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The comparisons behind {@link Suspects}. */
record SuspectSearch(
    Embedded probes, Embedded distractors, Thresholds thresholds, Progress progress) {
  Suspects run() {
    List<Match> amongProbes = amongProbes();
    List<Match> across = across();
    List<Match> duplicates =
        Stream.of(amongProbes, across, amongDistractors())
            .flatMap(List::stream)
            .filter(match -> match.cosine() >= thresholds.duplicate())
            .sorted(Comparator.comparing(Match::cosine).reversed())
            .toList();
    return new Suspects(
        duplicates,
        shared(Stream.concat(across.stream(), amongProbes.stream().filter(m -> !m.oneIdentity()))),
        mislabelled(duplicates),
        strays(across));
  }

  /** Mates are meant to be close; only a duplicate is too close. */
  private List<Match> amongProbes() {
    return matches(
        ClosePairs.within(
            probes.vectors(),
            thresholds.same(),
            (a, b, cosine) ->
                cosine >= thresholds.duplicate() || !probes.identity(a).equals(probes.identity(b)),
            progress),
        Role.PROBE,
        Role.PROBE);
  }

  private List<Match> across() {
    return matches(
        ClosePairs.between(
            probes.vectors(),
            distractors.vectors(),
            thresholds.same(),
            (probe, distractor, cosine) -> true,
            progress),
        Role.PROBE,
        Role.DISTRACTOR);
  }

  private List<Match> amongDistractors() {
    return matches(
        ClosePairs.within(
            distractors.vectors(), thresholds.duplicate(), (a, b, cosine) -> true, progress),
        Role.DISTRACTOR,
        Role.DISTRACTOR);
  }

  private List<Match> matches(List<ClosePairs.Pair> pairs, Role left, Role right) {
    return pairs.stream()
        .map(
            pair ->
                new Match(
                    list(left).image(left, pair.left()),
                    list(right).image(right, pair.right()),
                    pair.product()))
        .toList();
  }

  private Embedded list(Role role) {
    return role == Role.PROBE ? probes : distractors;
  }

  private record TwoPeople(String probe, Role role, String other) {
    static TwoPeople of(Match match) {
      return new TwoPeople(match.one().identity(), match.other().role(), match.other().identity());
    }
  }

  private static List<SharedPerson> shared(Stream<Match> matches) {
    Map<TwoPeople, List<Match>> people = new LinkedHashMap<>();
    matches
        .sorted(Comparator.comparing(Match::cosine).reversed())
        .forEach(m -> people.computeIfAbsent(TwoPeople.of(m), k -> new ArrayList<>()).add(m));
    return people.values().stream()
        .map(pairs -> new SharedPerson(pairs.get(0), pairs.size()))
        .toList();
  }

  /** The nearest probe of each distractor, the matches being in order of closeness. */
  private static List<Match> strays(List<Match> across) {
    Map<String, Match> nearest = new LinkedHashMap<>();
    across.forEach(match -> nearest.putIfAbsent(match.other().path(), match));
    return List.copyOf(nearest.values());
  }

  /**
   * Without second images of a photograph, which would vouch for the first. The image nearest to
   * the others stays whatever its mean: of two strangers under one name, one is right.
   */
  private List<Mislabelled> mislabelled(List<Match> duplicates) {
    Set<String> second =
        duplicates.stream()
            .filter(Match::repeats)
            .map(match -> match.other().path())
            .collect(Collectors.toSet());
    List<Mislabelled> found = new ArrayList<>();
    for (int[] images : ProbeChoice.imagesOf(probes.list().ids().orElseThrow()).values()) {
      int[] own =
          Arrays.stream(images)
              .filter(row -> !second.contains(probes.list().paths().get(row)))
              .toArray();
      if (own.length > 1) {
        found.addAll(mislabelled(own));
      }
    }
    found.sort(Comparator.comparing(Mislabelled::mean));
    return found;
  }

  private List<Mislabelled> mislabelled(int[] images) {
    double[] means = Arrays.stream(images).mapToDouble(row -> mean(row, images)).toArray();
    int best = IntStream.range(0, means.length).reduce(0, (a, b) -> means[b] > means[a] ? b : a);
    return IntStream.range(0, images.length)
        .filter(n -> n != best && means[n] < thresholds.mislabelled())
        .mapToObj(n -> new Mislabelled(nearest(images[n], images), means[n]))
        .toList();
  }

  private double mean(int row, int[] images) {
    return Arrays.stream(images)
        .filter(mate -> mate != row)
        .mapToDouble(mate -> probes.vectors().cosine(row, mate))
        .average()
        .orElseThrow();
  }

  private Match nearest(int row, int[] images) {
    return Arrays.stream(images)
        .filter(mate -> mate != row)
        .mapToObj(
            mate ->
                new Match(
                    probes.image(Role.PROBE, row),
                    probes.image(Role.PROBE, mate),
                    probes.vectors().cosine(row, mate)))
        .max(Comparator.comparing(Match::cosine))
        .orElseThrow();
  }
}
