package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Probes whose gallery rows are dismissed by bounds, and compared in full where these do not. The
 * higher a probe's floor, the fewer directions dismiss nearly all: each level has its own number.
 * The last level's bound, row by row, dismisses most of what another level leaves.
 */
final class Bounded {
  /** A thread's room for what a bound leaves of a tile: no garbage, for there are many tiles. */
  private static final ThreadLocal<Left> LEFT = ThreadLocal.withInitial(Left::new);

  private final HighScores search;
  private final Projection projection;
  private final List<Level> levels;

  /** Relative error of a product. */
  private final double error;

  /** For the part that is searched. */
  private Projection.Room room;

  private Matrix last;

  /**
   * Probes with bounds of as many directions.
   *
   * @param members which they are
   * @param probes as they are, by member
   * @param lengths of each
   * @param blocks projected and packed
   * @param last projected on the last level's directions; empty for that level itself
   */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  private record Level(
      int[] members, float[][] probes, float[] lengths, float[][] blocks, float[][] last) {}

  /** Rows that bounds do not dismiss, counted from the part's first; ascending. */
  private static final class Left {
    /** One more, see {@link Kernel#select}. */
    private final int[] rows = new int[Scores.TILE + 1];

    private final float[] products = new float[Scores.TILE];
    private int count;

    void select(Kernel kernel, float[] bounds, float least, int first) {
      count = kernel.select(bounds, least, rows);
      for (int n = 0; n < count; n++) {
        rows[n] += first;
      }
    }

    /** Keeps the rows whose products are not below {@code least}. */
    void narrow(Kernel kernel, float[] vector, Matrix matrix, float least) {
      kernel.dots(vector, matrix.values(), rows, count, products);
      int kept = 0;
      for (int n = 0; n < count; n++) {
        rows[kept] = rows[n];
        kept += products[n] < least ? 0 : 1;
      }
      count = kept;
    }
  }

  /** Receives the rows that bounds do not dismiss. */
  @FunctionalInterface
  private interface Survivors {
    /**
     * @param member counted from the level's first
     * @param least what a row's bound had to reach
     */
    void accept(Level level, int member, float least, Left left);
  }

  /**
   * @param members the probes of each of the projection's levels
   */
  Bounded(HighScores search, Projection projection, int[][] members) {
    this.search = search;
    this.projection = projection;
    this.error = Projection.relativeError(search.probes().dimension());
    makeRoom(0);
    this.levels = IntStream.range(0, members.length).mapToObj(n -> level(n, members[n])).toList();
  }

  private void makeRoom(int vectors) {
    this.room = projection.room(vectors, search.kernel().width());
    this.last = projection.lastRoom(vectors);
  }

  private Level level(int level, int[] members) {
    Matrix rows = Matrix.of(search.probes(), members);
    Projection.Projected projected = projection.probes(rows);
    Matrix last = projection.lastRoom(level < projection.counts().length - 1 ? members.length : 0);
    projected.room().copyLast(last);
    float[][] blocks = projected.room().levels()[level];
    return new Level(members, rows(rows), projected.lengths(), blocks, rows(last));
  }

  private static float[][] rows(Matrix matrix) {
    return IntStream.range(0, matrix.size()).mapToObj(matrix::row).toArray(float[][]::new);
  }

  /** Streams the scores of a part that are not below their floors. */
  void stream(Chunks.Part part, HighScores.Sink sink) {
    Pass pass = new Pass(part, sink);
    pass.survivors(pass::compare);
  }

  /** How many rows of a part no bound dismisses, by probe. */
  int[] survivors(Chunks.Part part, HighScores.Sink sink) {
    int[] survivors = new int[search.probes().size()];
    new Pass(part, sink)
        .survivors((level, i, least, left) -> survivors[level.members[i]] += left.count);
    return survivors;
  }

  /** Few, because levels run side by side and every share loads all tiles anew. */
  private int shares() {
    return (Scores.SHARES + levels.size() - 1) / levels.size();
  }

  /** One part of the gallery. */
  private final class Pass {
    private final Chunks.Part part;
    private final float[] lengths;
    private final float[] addends;
    private final HighScores.Sink sink;

    Pass(Chunks.Part part, HighScores.Sink sink) {
      this.part = part;
      this.sink = sink;
      this.lengths = projection.lengths(part.chunk().panels(), part.rows().size());
      this.addends = new float[lengths.length];
      int first = part.chunk().first();
      for (int row = 0; row < addends.length; row++) {
        addends[row] = search.metric().addend(first + row, error);
      }
    }

    void survivors(Survivors survivors) {
      if (room.vectors() != lengths.length) {
        makeRoom(lengths.length);
      }
      projection.project(part.chunk().panels(), lengths, addends, room);
      if (levels.size() > 1) {
        room.copyLast(last);
      }
      IntStream.range(0, levels.size())
          .parallel()
          .forEach(n -> survivors(levels.get(n), bounds(room.levels()[n]), survivors));
    }

    private Scores.Chunk bounds(float[][] panels) {
      return new Scores.Chunk(search.kernel(), panels, 0, lengths.length);
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
      Kernel kernel = search.kernel();
      Left left = LEFT.get();
      left.select(kernel, bounds, least, first);
      if (left.count > 0 && level.last.length > 0) {
        left.narrow(kernel, level.last[i], last, least);
      }
      if (left.count > 0) {
        survivors.accept(level, i, least, left);
      }
    }

    /** In any order of adding first: that dismisses nearly all. */
    void compare(Level level, int i, float least, Left left) {
      Matrix gallery = part.rows();
      search.kernel().dots(level.probes[i], gallery.values(), left.rows, left.count, left.products);
      float reach = (float) (4 * error * level.lengths[i]);
      for (int n = 0; n < left.count; n++) {
        int row = left.rows[n];
        float margin = reach * lengths[row] + Projection.UNDERFLOW;
        if (!(left.products[n] + margin + addends[row] < least)) {
          tell(level, i, row, left.products[n], margin);
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
