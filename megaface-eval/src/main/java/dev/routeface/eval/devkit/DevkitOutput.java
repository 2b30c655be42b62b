package dev.routeface.eval.devkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The two files that the devkit writes for one list, under its names and with its keys, so that
 * scripts which read them keep working.
 *
 * @param probes first word of the probe list's name, for instance {@code facescrub}
 * @param algorithm the features' suffix without its ending, for instance {@code r100}
 * @param size distractors the list is named after
 * @param set number of the list, from 1
 * @param strict whether sums are rounded as the devkit rounds them
 */
public record DevkitOutput(String probes, String algorithm, int size, int set, boolean strict) {
  private String name(String kind) {
    return "%s_%s_megaface_%s_%d_%d.json".formatted(kind, probes, algorithm, size, set);
  }

  /** Writes both files into a folder. */
  public void write(Identification found, Path folder) {
    DurableFile.writeText(folder.resolve(name("cmc")), cmc(found).toString());
    DurableFile.writeText(folder.resolve(name("matches")), matches(found).toString());
  }

  /** {@code {"cmc": [[x], [y]], "roc": ..., "traditional_cmc": ...}}, x of a cmc from rank 0. */
  ObjectNode cmc(Identification found) {
    ObjectNode json = Fields.object();
    json.set("cmc", cumulative(found.counts()).ranksToJson());
    json.set("roc", found.verification().curve().ratesToJson());
    json.set("traditional_cmc", cumulative(found.traditional()).ranksToJson());
    return json;
  }

  private ThinnedCurve cumulative(long[] counts) {
    return strict ? ThinnedCurve.strictlyCumulative(counts) : ThinnedCurve.cumulative(counts);
  }

  /** Entry {@code j}: image {@code j} as a mate, with who searched for it and at which rank. */
  static ArrayNode matches(Identification found) {
    Map<Integer, List<ExactRanks.Pair>> byMate =
        found.pairs().stream().collect(Collectors.groupingBy(ExactRanks.Pair::mate));
    ArrayNode json = Fields.MAPPER.createArrayNode();
    for (int image = 0; image < found.probes(); image++) {
      ObjectNode entry = json.addObject();
      ObjectNode distractors = entry.putObject("distractors");
      found.best(image).forEach(best -> distractors.withArray("idx").add(best.row()));
      found.best(image).forEach(best -> distractors.withArray("score").add((double) best.score()));
      ObjectNode searches = entry.putObject("probes");
      ArrayNode idx = searches.putArray("idx");
      ArrayNode rank = searches.putArray("rank");
      for (ExactRanks.Pair pair : byMate.getOrDefault(image, List.of())) {
        idx.add(pair.probe());
        rank.add(pair.rank());
      }
    }
    return json;
  }
}
