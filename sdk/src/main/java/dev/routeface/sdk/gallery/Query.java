package dev.routeface.sdk.gallery;

import java.util.HashMap;
import java.util.Map;

/** One vector that is searched for. */
final class Query {
  private final float[] vector;
  private final Map<Directions, float[]> numbers = new HashMap<>();
  private volatile float floor = Float.NEGATIVE_INFINITY;

  Query(float[] vector) {
    this.vector = vector;
  }

  float[] vector() {
    return vector;
  }

  /** Before threads share it. */
  void project(Kernel kernel, Directions directions) {
    numbers.computeIfAbsent(
        directions,
        key -> {
          float[] own = new float[directions.numbers()];
          directions.project(kernel, vector, own);
          return own;
        });
  }

  float[] numbers(Directions directions) {
    return numbers.get(directions);
  }

  /** A cosine that k rows are known to reach; a row below it changes nothing. */
  float floor() {
    return floor;
  }

  /** What one thread's rows reach, all threads' reach together. */
  void raise(float reached) {
    if (reached > floor) {
      raiseAlone(reached);
    }
  }

  private synchronized void raiseAlone(float reached) {
    floor = Math.max(floor, reached);
  }
}
