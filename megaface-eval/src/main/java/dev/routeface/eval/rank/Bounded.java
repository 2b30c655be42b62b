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
   * @param bounds the first that are asked
   * @param last projected on the last level's directions; empty for that level itself
   */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares these
  private record Level(
      int[] members, float[][] probes, float[] lengths, Bounds bounds, float[][] last) {}

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
    Bounds bounds = Bounds.of(search, blocks, members.length);
    return new Level(members, rows(rows), projected.lengths(), bounds, rows(last));
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
        .survivors((level, i, least, left) -> survivors[level.members[i]] += left.count());
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
          .forEach(n -> ask(levels.get(n), room.levels()[n], survivors));
    }

    private void ask(Level level, float[][] panels, Survivors survivors) {
      level.bounds.stream(panels, lengths.length, shares(), new Asking(level, survivors));
    }

    /** One level's probes. */
    private final class Asking implements Bounds.Asker {
      private final Level level;
      private final Survivors survivors;

      Asking(Level level, Survivors survivors) {
        this.level = level;
        this.survivors = survivors;
      }

      @Override
      public float least(int member) {
        int probe = level.members[member];
        return search.metric().least(probe, sink.floor(probe), error);
      }

      @Override
      public void accept(int member, float least, Left left) {
        if (level.last.length > 0) {
          left.narrow(search.kernel(), level.last[member], last, least);
        }
        if (left.count() > 0) {
          survivors.accept(level, member, least, left);
        }
      }
    }

    /** In any order of adding first: that dismisses nearly all. */
    void compare(Level level, int i, float least, Left left) {
      left.multiply(search.kernel(), level.probes[i], part.rows());
      float reach = (float) (4 * error * level.lengths[i]);
      for (int n = 0; n < left.count(); n++) {
        int row = left.row(n);
        float margin = reach * lengths[row] + Projection.UNDERFLOW;
        if (!(left.product(n) + margin + addends[row] < least)) {
          tell(level, i, row, left.product(n), margin);
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
