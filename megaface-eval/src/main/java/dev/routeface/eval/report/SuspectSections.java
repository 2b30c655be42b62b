package dev.routeface.eval.report;

import dev.routeface.eval.build.Suspects;
import dev.routeface.eval.build.Suspects.Listed;
import dev.routeface.eval.build.Suspects.Match;
import dev.routeface.eval.build.Suspects.Mislabelled;
import dev.routeface.eval.build.Suspects.SharedPerson;
import dev.routeface.eval.build.Suspects.Where;
import dev.routeface.eval.build.Thresholds;
import dev.routeface.sdk.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What is suspicious in a protocol, for somebody to look at before anything is left out.
 *
 * @param pictures the images, all of one size
 */
public record SuspectSections(
    Suspects suspects, Thresholds thresholds, Function<Listed, RgbImage> pictures) {
  /** Pairs of each kind that are shown. */
  private static final int SHOWN = 60;

  /** The counts, then the pairs of each kind of which there are any. */
  public List<Section> all() {
    List<Section> sections = new ArrayList<>(List.of(counts()));
    add(
        sections,
        "duplicates",
        "images of one photograph, the closest first; of two in one probe identity or among the"
            + " distractors the second is noise",
        suspects.duplicates().stream().map(this::duplicate).toList());
    add(
        sections,
        "shared-people",
        "identities that seem to be one person, by their closest images; of a distractor identity"
            + " the images that reach the threshold are noise, of two probe identities none",
        suspects.shared().stream().map(this::shared).toList());
    add(
        sections,
        "mislabelled",
        "probes that seem to show somebody else, the farthest first, each beside its identity's"
            + " closest image; all of them are noise",
        suspects.mislabelled().stream().map(this::mislabelled).toList());
    return sections;
  }

  private Table counts() {
    List<List<String>> rows = new ArrayList<>();
    for (Where where : Where.values()) {
      long found = suspects.duplicates().stream().filter(m -> m.where() == where).count();
      rows.add(row("duplicates: " + where, thresholds.duplicate(), found));
    }
    rows.add(row("identities that seem shared", thresholds.same(), suspects.shared().size()));
    rows.add(row("distractors that show a probe", thresholds.same(), suspects.strays().size()));
    rows.add(row("mislabelled probes", thresholds.mislabelled(), suspects.mislabelled().size()));
    return new Table(
        "What the model finds suspicious: %d probes and %d distractors stand in the noise lists. It may be wrong; look before using them."
            .formatted(suspects.probeNoises().size(), suspects.distractorNoises().size()),
        List.of("suspicion", "cosine", "found"),
        rows);
  }

  private static List<String> row(String what, float cosine, long found) {
    return List.of(what, String.format(Locale.ROOT, "%.3f", cosine), Numbers.count(found));
  }

  private static void add(List<Section> sections, String name, String what, List<Lazy> pairs) {
    if (!pairs.isEmpty()) {
      int shown = Math.min(SHOWN, pairs.size());
      sections.add(
          new PairSheet(
              name,
              "%s of %s %s.".formatted(Numbers.count(shown), Numbers.count(pairs.size()), what),
              pairs.stream().limit(shown).map(Lazy::pair).toList()));
    }
  }

  /** A pair whose pictures are read only if it is shown. */
  private record Lazy(Match match, List<String> about, Function<Listed, RgbImage> pictures) {
    PairSheet.Pair pair() {
      List<String> note = new ArrayList<>(about);
      note.add(match.one().toString());
      note.add(match.other().toString());
      return new PairSheet.Pair(pictures.apply(match.one()), pictures.apply(match.other()), note);
    }
  }

  private Lazy duplicate(Match match) {
    return new Lazy(match, List.of(cosine(match.cosine()) + ", " + match.where()), pictures);
  }

  private Lazy shared(SharedPerson person) {
    Match nearest = person.nearest();
    String about = "%s, %d pairs".formatted(cosine(nearest.cosine()), person.pairs());
    return new Lazy(nearest, List.of(about), pictures);
  }

  private Lazy mislabelled(Mislabelled probe) {
    String about =
        "mean %s, closest %s".formatted(cosine(probe.mean()), cosine(probe.nearest().cosine()));
    return new Lazy(probe.nearest(), List.of(about), pictures);
  }

  private static String cosine(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
