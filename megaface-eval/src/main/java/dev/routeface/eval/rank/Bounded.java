package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.Arrays;

/** Probes whose gallery rows are dismissed by bounds, and compared in full where these do not. */
final class Bounded {
  private final HighScores search;
  private final Projection projection;
  private final int[] members;
  private final float[][] probes;
  private final float[] lengths;
  private final float[][] blocks;

  /** Relative error of a product. */
  private final double error;

  /** Receives the rows that bounds do not dismiss, counted from the part's first. */
  @FunctionalInterface
  interface Survivors {
    /**
     * @param least what a row's bound had to reach
     * @param rows ascending, of which {@code count} are there; may be written over
     */
    void accept(int member, float least, int[] rows, int count);
  }

  /**
   * @param members the probes that these are
   */
  Bounded(HighScores search, Projection projection, int[] members) {
    this.search = search;
    this.projection = projection;
    this.members = members;
    this.probes = Arrays.stream(members).mapToObj(search.probes()::row).toArray(float[][]::new);
    this.error = Projection.relativeError(search.probes().dimension());
    Matrix rows = Matrix.of(search.probes(), members);
    this.lengths = projection.lengths(rows);
    float[] ones = new float[members.length];
    Arrays.fill(ones, 1);
    float[][] panels = Packed.of(rows, 0, members.length, search.kernel().width());
    Matrix projected = projection.of(panels, lengths, ones);
    this.blocks = Packed.of(projected, 0, members.length, Kernel.PROBES);
  }

  /** Whether bounds of a member mean anything. */
  boolean trusted(int member) {
    return projection.trusts(lengths[member]);
  }

  /** Streams the scores of a part that are not below their floors. */
  void stream(HighScores.Part part, HighScores.Sink sink) {
    Comparison comparison =
        new Comparison(part, projection.lengths(part.rows()), addends(part.chunk()), sink);
    survivors(comparison, comparison::compare);
  }

  /** How many rows of a part no bound dismisses, by member. */
  int[] survivors(HighScores.Part part, HighScores.Sink sink) {
    int[] survivors = new int[members.length];
    survivors(
        new Comparison(part, projection.lengths(part.rows()), addends(part.chunk()), sink),
        (i, least, rows, count) -> survivors[i] += count);
    return survivors;
  }

  private void survivors(Comparison part, Survivors survivors) {
    Kernel kernel = search.kernel();
    int count = part.lengths.length;
    Matrix projected = projection.of(part.part.chunk().panels(), part.lengths, part.addends);
    float[][] panels = Packed.of(projected, 0, count, kernel.width());
    new Scores.Chunk(kernel, panels, 0, count)
        .stream(
            blocks,
            members.length,
            (i, first, bounds) -> {
              float least = search.metric().least(members[i], part.sink.floor(members[i]), error);
              int[] rows = new int[bounds.length + 1];
              int left = kernel.select(bounds, least, rows);
              for (int n = 0; n < left; n++) {
                rows[n] += first;
              }
              survivors.accept(i, least, rows, left);
            });
  }

  private float[] addends(Scores.Chunk chunk) {
    float[] addends = new float[chunk.count()];
    for (int row = 0; row < addends.length; row++) {
      addends[row] = search.metric().addend(chunk.first() + row, error);
    }
    return addends;
  }

  /** What is needed to compare rows of a part in full. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  private final class Comparison {
    private final HighScores.Part part;
    private final float[] lengths;
    private final float[] addends;
    private final HighScores.Sink sink;

    Comparison(HighScores.Part part, float[] lengths, float[] addends, HighScores.Sink sink) {
      this.part = part;
      this.lengths = lengths;
      this.addends = addends;
      this.sink = sink;
    }

    /** In any order of adding first: that dismisses nearly all. */
    void compare(int i, float least, int[] rows, int count) {
      float[] products = new float[count];
      search.kernel().dots(probes[i], part.rows().values(), rows, count, products);
      float reach = (float) (4 * error * Bounded.this.lengths[i]);
      for (int n = 0; n < count; n++) {
        float margin = reach * lengths[rows[n]] + Projection.UNDERFLOW;
        if (!(products[n] + margin + addends[rows[n]] < least)) {
          tell(i, rows[n], products[n], margin);
        }
      }
    }

    /** The specified sum only where the difference could matter. */
    private void tell(int i, int row, float product, float margin) {
      int probe = members[i];
      int galleryRow = part.chunk().first() + row;
      Metric metric = search.metric();
      float low = metric.score(product - margin, probe, galleryRow);
      float high = metric.score(product + margin, probe, galleryRow);
      float score =
          sink.alike(probe, low, high)
              ? low
              : metric.score(Rows.product(probes[i], part.rows().row(row)), probe, galleryRow);
      sink.accept(probe, galleryRow, new float[] {score});
    }
  }
}
