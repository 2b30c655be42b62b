package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Probes whose gallery rows are dismissed by bounds, and compared in full where these do not. The
 * higher a probe's floor, the fewer directions dismiss nearly all: each level has its own number.
 */
final class Bounded {
  private final HighScores search;
  private final Projection projection;
  private final List<Level> levels;

  /** Relative error of a product. */
  private final double error;

  /**
   * Probes with bounds of as many directions.
   *
   * @param members which they are
   * @param probes as they are, by member
   * @param lengths of each
   * @param blocks projected and packed
   */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  private record Level(int[] members, float[][] probes, float[] lengths, float[][] blocks) {}

  /** Receives the rows that bounds do not dismiss, counted from the part's first. */
  @FunctionalInterface
  private interface Survivors {
    /**
     * @param member counted from the level's first
     * @param least what a row's bound had to reach
     * @param rows ascending
     */
    void accept(Level level, int member, float least, int[] rows);
  }

  /**
   * @param members the probes of each of the projection's levels
   */
  Bounded(HighScores search, Projection projection, int[][] members) {
    this.search = search;
    this.projection = projection;
    this.error = Projection.relativeError(search.probes().dimension());
    this.levels = IntStream.range(0, members.length).mapToObj(n -> level(n, members[n])).toList();
  }

  private Level level(int level, int[] members) {
    Matrix rows = Matrix.of(search.probes(), members);
    float[] lengths = projection.lengths(rows);
    float[] ones = new float[members.length];
    Arrays.fill(ones, 1);
    float[][] panels = Packed.of(rows, 0, members.length, search.kernel().width());
    return new Level(
        members,
        Arrays.stream(members).mapToObj(search.probes()::row).toArray(float[][]::new),
        lengths,
        projection.of(panels, lengths, ones, Kernel.PROBES)[level]);
  }

  /** Streams the scores of a part that are not below their floors. */
  void stream(HighScores.Part part, HighScores.Sink sink) {
    Pass pass = new Pass(part, sink);
    pass.survivors(pass::compare);
  }

  /** How many rows of a part no bound dismisses, by probe. */
  int[] survivors(HighScores.Part part, HighScores.Sink sink) {
    int[] survivors = new int[search.probes().size()];
    new Pass(part, sink)
        .survivors((level, i, least, rows) -> survivors[level.members[i]] += rows.length);
    return survivors;
  }

  /** Few, because levels run side by side and every share loads all tiles anew. */
  private int shares() {
    return (Scores.SHARES + levels.size() - 1) / levels.size();
  }

  /** One part of the gallery. */
  private final class Pass {
    private final HighScores.Part part;
    private final float[] lengths;
    private final float[] addends;
    private final HighScores.Sink sink;

    Pass(HighScores.Part part, HighScores.Sink sink) {
      this.part = part;
      this.sink = sink;
      this.lengths = projection.lengths(part.rows());
      this.addends = new float[lengths.length];
      int first = part.chunk().first();
      for (int row = 0; row < addends.length; row++) {
        addends[row] = search.metric().addend(first + row, error);
      }
    }

    void survivors(Survivors survivors) {
      Kernel kernel = search.kernel();
      float[][][] panels = projection.of(part.chunk().panels(), lengths, addends, kernel.width());
      IntStream.range(0, panels.length)
          .parallel()
          .forEach(
              n -> {
                Scores.Chunk bounds = new Scores.Chunk(kernel, panels[n], 0, lengths.length);
                survivors(levels.get(n), bounds, survivors);
              });
    }

    private void survivors(Level level, Scores.Chunk bounds, Survivors survivors) {
      bounds.stream(
          shares(),
          level.blocks,
          level.members.length,
          (i, first, some) -> select(level, i, first, some, survivors));
    }

    private void select(Level level, int i, int first, float[] bounds, Survivors survivors) {
      int probe = level.members[i];
      float least = search.metric().least(probe, sink.floor(probe), error);
      int[] chosen = new int[bounds.length + 1];
      int count = search.kernel().select(bounds, least, chosen);
      if (count > 0) {
        int[] rows = Arrays.copyOf(chosen, count);
        Arrays.setAll(rows, n -> first + chosen[n]);
        survivors.accept(level, i, least, rows);
      }
    }

    /** In any order of adding first: that dismisses nearly all. */
    void compare(Level level, int i, float least, int[] rows) {
      float[] products = new float[rows.length];
      search.kernel().dots(level.probes[i], part.rows().values(), rows, rows.length, products);
      float reach = (float) (4 * error * level.lengths[i]);
      for (int n = 0; n < rows.length; n++) {
        float margin = reach * lengths[rows[n]] + Projection.UNDERFLOW;
        if (!(products[n] + margin + addends[rows[n]] < least)) {
          tell(level, i, rows[n], products[n], margin);
        }
      }
    }

    /** The specified sum only where the difference could matter. */
    private void tell(Level level, int i, int row, float product, float margin) {
      int probe = level.members[i];
      int galleryRow = part.chunk().first() + row;
      Metric metric = search.metric();
      float low = metric.score(product - margin, probe, galleryRow);
      float high = metric.score(product + margin, probe, galleryRow);
      float score =
          sink.alike(probe, low, high)
              ? low
              : metric.score(
                  Rows.product(level.probes[i], part.rows().row(row)), probe, galleryRow);
      sink.accept(probe, galleryRow, new float[] {score});
    }
  }
}
