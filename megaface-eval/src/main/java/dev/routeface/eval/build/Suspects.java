package dev.routeface.eval.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a model finds suspicious in probes and distractors. It may be wrong: somebody should look
 * before anything is left out.
 *
 * @param duplicates images of one photograph, the closest first
 * @param shared identities that seem to be one person, the closest first
 * @param mislabelled probes far from their identity's other images, the farthest first
 * @param strays distractors that show a probe identity, each with the probe nearest to it, the
 *     closest first
 */
public record Suspects(
    List<Match> duplicates,
    List<SharedPerson> shared,
    List<Mislabelled> mislabelled,
    List<Match> strays) {
  /** Which list an image stands in. */
  public enum Role {
    PROBE,
    DISTRACTOR
  }

  /**
   * An image of a list.
   *
   * @param identity as the image's folders say it
   */
  public record Listed(Role role, String path, String identity) {
    @Override
    public String toString() {
      return role.name().toLowerCase(Locale.ROOT) + " " + path;
    }
  }

  /** Where the two images of a photograph stand. */
  public enum Where {
    ONE_PROBE_IDENTITY("one probe identity"),
    TWO_PROBE_IDENTITIES("two probe identities"),
    PROBES_AND_DISTRACTORS("probes and distractors"),
    DISTRACTORS("distractors");

    private final String words;

    Where(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** Two images and their cosine; of two in one list, {@code one} stands before {@code other}. */
  public record Match(Listed one, Listed other, float cosine) {
    public Where where() {
      if (one.role() != other.role()) {
        return Where.PROBES_AND_DISTRACTORS;
      } else if (one.role() == Role.DISTRACTOR) {
        return Where.DISTRACTORS;
      }
      return oneIdentity() ? Where.ONE_PROBE_IDENTITY : Where.TWO_PROBE_IDENTITIES;
    }

    ObjectNode toJson() {
      return Fields.object()
          .put("one", one.toString())
          .put("other", other.toString())
          .put("cosine", cosine);
    }

    boolean oneIdentity() {
      return one.identity().equals(other.identity());
    }

    /** Of one photograph in one place, it is enough to keep the first. */
    boolean repeats() {
      return where() == Where.ONE_PROBE_IDENTITY || where() == Where.DISTRACTORS;
    }
  }

  /**
   * A probe identity and another one, of either list.
   *
   * @param nearest their closest images
   * @param pairs how many pairs of images reach the threshold
   */
  public record SharedPerson(Match nearest, int pairs) {}

  /**
   * A probe that seems to show somebody else.
   *
   * @param nearest its identity's image closest to it, and their cosine
   * @param mean cosine to its identity's other images
   */
  public record Mislabelled(Match nearest, double mean) {}

  /**
   * A list and a row for each of its images.
   *
   * @param list with ids
   */
  public record Embedded(TemplateList list, UnitVectors vectors) {
    Listed image(Role role, int row) {
      return new Listed(role, list.paths().get(row), identity(row));
    }

    String identity(int row) {
      return list.ids().orElseThrow().get(row);
    }
  }

  public Suspects {
    duplicates = List.copyOf(duplicates);
    shared = List.copyOf(shared);
    mislabelled = List.copyOf(mislabelled);
    strays = List.copyOf(strays);
  }

  /** Compares all probes with each other and with all distractors, and those with each other. */
  public static Suspects of(
      Embedded probes, Embedded distractors, Thresholds thresholds, Progress progress) {
    return new SuspectSearch(probes, distractors, thresholds, progress).run();
  }

  /**
   * Probes to leave out, each with a reason: all mislabelled ones, and of a photograph that one
   * identity has twice the second. Every identity keeps an image. Two identities that seem to be
   * one person, or share a photograph, stay as they are: whose it is only a person can say.
   */
  public Map<String, String> probeNoises() {
    Map<String, String> noises = new LinkedHashMap<>();
    for (Mislabelled probe : mislabelled) {
      noises.put(
          probe.nearest().one().path(),
          "%s mean cosine to its identity".formatted(cosine(probe.mean())));
    }
    repeats(Role.PROBE, noises);
    return noises;
  }

  /**
   * Distractors to leave out, each with a reason: those that show a probe identity, image by image,
   * and of a photograph that stands there twice the second.
   */
  public Map<String, String> distractorNoises() {
    Map<String, String> noises = new LinkedHashMap<>();
    for (Match stray : strays) {
      noises.put(
          stray.other().path(),
          "%s cosine to the probe %s".formatted(cosine(stray.cosine()), stray.one().path()));
    }
    repeats(Role.DISTRACTOR, noises);
    return noises;
  }

  private void repeats(Role role, Map<String, String> noises) {
    for (Match match : duplicates) {
      if (match.repeats() && match.one().role() == role) {
        noises.putIfAbsent(
            match.other().path(),
            "%s cosine to its duplicate %s".formatted(cosine(match.cosine()), match.one().path()));
      }
    }
  }

  /** All of it, each kind in its order. */
  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    ArrayNode twice = json.putArray("duplicates");
    duplicates.forEach(match -> twice.add(match.toJson()));
    ArrayNode people = json.putArray("sharedPeople");
    shared.forEach(one -> people.add(one.nearest().toJson().put("pairs", one.pairs())));
    ArrayNode probes = json.putArray("mislabelled");
    mislabelled.forEach(one -> probes.add(one.nearest().toJson().put("mean", one.mean())));
    ArrayNode distractors = json.putArray("strays");
    strays.forEach(match -> distractors.add(match.toJson()));
    return json;
  }

  private static String cosine(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
