package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * Cumulative match characteristic against all distractors: the share of ordered pairs whose mate is
 * among the best {@code n}. Kept, exactly, at n = 1..10, 20..100, 200..1000 and so on, and at the
 * last place, where it is 1.
 *
 * @param points by ascending place
 */
public record Cmc(List<Point> points) {
  /**
   * One point of the curve.
   *
   * @param place 1 for the best, at most one more than the distractors
   * @param byPairs share of pairs, 0..1
   * @param byIdentities mean over persons of the share of their pairs, 0..1
   */
  public record Point(int place, double byPairs, double byIdentities) {
    ObjectNode toJson() {
      return Fields.object()
          .put("place", place)
          .put("byPairs", byPairs)
          .put("byIdentities", byIdentities);
    }

    static Point of(Fields fields) {
      return new Point(
          fields.integer("place", 1, Integer.MAX_VALUE),
          fields.number("byPairs", 0, 1),
          fields.number("byIdentities", 0, 1));
    }
  }

  public Cmc {
    points = List.copyOf(points);
  }

  public static Cmc of(ExactRanks ranks) {
    return new Cmc(places(ranks.distractors()).stream().map(place -> at(ranks, place)).toList());
  }

  private static Point at(ExactRanks ranks, int place) {
    PerIdentity.Tally tally = new PerIdentity.Tally(ranks.identities());
    ranks.pairs().forEach(pair -> tally.add(pair.identity(), pair.rank() < place ? 1 : 0));
    PerIdentity hits = tally.done();
    return new Point(place, hits.average(Averaging.PAIRS), hits.average(Averaging.IDENTITIES));
  }

  private static List<Integer> places(int distractors) {
    List<Integer> places = new ArrayList<>();
    for (long decade = 1; decade <= distractors; decade *= 10) {
      for (long place = decade; place < 10 * decade && place <= distractors; place += decade) {
        places.add((int) place);
      }
    }
    places.add(distractors + 1);
    return places;
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    points.forEach(point -> json.withArray("points").add(point.toJson()));
    return json;
  }

  public static Cmc of(Fields fields) {
    return new Cmc(fields.objects("points", Point::of));
  }
}
