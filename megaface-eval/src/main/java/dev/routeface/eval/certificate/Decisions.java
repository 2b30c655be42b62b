package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.McNemar;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How two models decide on the same comparisons, each at its own threshold for a false match rate.
 * One comparison of each person, of the first two images: McNemar's test takes trials for
 * independent, and several of one person are not.
 *
 * @param fmr false match rate
 * @param comparisons one of each person with two images
 * @param accepted the first is the model replaced, the second the one that replaces it
 */
record Decisions(double fmr, int comparisons, McNemar accepted) {
  private record Comparison(int first, int second) {}

  static Decisions of(double fmr, HeldOutPeople people, JudgedModel from, JudgedModel to) {
    int onlyFrom = 0;
    int onlyTo = 0;
    List<Comparison> comparisons = comparisons(people);
    for (Comparison comparison : comparisons) {
      boolean before = accepts(from, fmr, comparison);
      boolean after = accepts(to, fmr, comparison);
      onlyFrom += before && !after ? 1 : 0;
      onlyTo += after && !before ? 1 : 0;
    }
    return new Decisions(fmr, comparisons.size(), new McNemar(onlyFrom, onlyTo));
  }

  private static boolean accepts(JudgedModel judged, double fmr, Comparison comparison) {
    UnitVectors images = judged.model().images();
    return images.cosine(comparison.first(), comparison.second())
        >= judged.at(fmr).point().threshold();
  }

  private static List<Comparison> comparisons(HeldOutPeople people) {
    Map<Integer, Integer> first = new HashMap<>();
    Map<Integer, Comparison> comparisons = new HashMap<>();
    for (int image = 0; image < people.probes().size(); image++) {
      int person = people.probes().identity(image);
      Integer before = first.putIfAbsent(person, image);
      if (before != null) {
        comparisons.putIfAbsent(person, new Comparison(before, image));
      }
    }
    return new ArrayList<>(comparisons.values());
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("fmr", fmr).put("comparisons", comparisons);
    json.set("mcnemar", accepted.toJson());
    return json;
  }
}
