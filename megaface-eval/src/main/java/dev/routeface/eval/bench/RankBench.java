package dev.routeface.eval.bench;

import dev.routeface.eval.rank.EnergyBasis;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.eval.rank.HighScores;
import dev.routeface.eval.rank.Kernel;
import dev.routeface.eval.rank.MateSearches;
import dev.routeface.eval.rank.Metric;
import dev.routeface.eval.rank.PlainKernel;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Finds all ranks in several ways, which take turns, and in galleries of several sizes. Ways that
 * find other ranks than the others are an error, not a figure.
 *
 * @param rounds turns of every way
 * @param faces what is searched for, and in
 */
public record RankBench(int rounds, Faces faces) {
  /** The first size; every other is ten times the one before. */
  private static final int SMALLEST = 10_000;

  private static final float[] FLOORS = {0.2f, 0.3f, 0.4f};

  private static final int EIGHTHS = 8;

  /** Measures, with as many threads as the machine's engine has. */
  public RankReport run(Origin origin, Machine machine, Progress progress) {
    List<RankReport.Row> rows = new ArrayList<>();
    List<Double> products = new ArrayList<>();
    ForkJoinPool pool = new ForkJoinPool(machine.threads());
    try (Progress.Task task = progress.start("bench", (long) sizes().size() * (rounds + 1))) {
      for (int size : sizes()) {
        rows.addAll(pool.submit(() -> measure(size, products, task)).join());
      }
      return new RankReport(
          origin,
          machine,
          new RankReport.Subject(
              Kernel.here().name(),
              faces.origin(),
              faces.real(),
              faces.probes().size(),
              faces.probes().dimension()),
          rows,
          pool.submit(this::energies).join(),
          RankReport.findings(rows, products, faces));
    } finally {
      pool.shutdown();
    }
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (long size = SMALLEST; size < faces.distractors().size(); size *= 10) {
      sizes.add((int) size);
    }
    sizes.add(faces.distractors().size());
    return sizes;
  }

  /** The engine's product alone is measured in the turns of the largest gallery. */
  private List<RankReport.Row> measure(int size, List<Double> products, Progress.Task task) {
    boolean largest = size == faces.distractors().size();
    List<RankReport.Row> rows = new ArrayList<>();
    for (Way way : Way.values()) {
      if (way != Way.PLAIN || size <= SMALLEST) {
        rows.add(new RankReport.Row(way, size, 0, new ArrayList<>()));
      }
    }
    for (int round = 0; round <= rounds; round++) {
      if (largest && round > 0) {
        products.add(EngineProduct.best(faces.probes(), faces.distractors()));
      }
      turn(rows, size, round == 0);
      task.step();
    }
    return rows;
  }

  /** The first turn of all only warms up. */
  private void turn(List<RankReport.Row> rows, int size, boolean warmUp) {
    List<ExactRanks.Pair> ranks = List.of();
    for (int i = 0; i < rows.size(); i++) {
      RankReport.Row row = rows.get(i);
      Turn turn = new Turn(faces, size);
      long start = System.nanoTime();
      List<ExactRanks.Pair> found = turn.ranks(row.way());
      double seconds = (System.nanoTime() - start) / 1e9;
      if (!found.isEmpty() && !ranks.isEmpty() && !found.equals(ranks)) {
        throw new IllegalStateException(
            "expected the same ranks, found others by " + row.way().title());
      }
      ranks = found.isEmpty() ? ranks : found;
      if (!warmUp) {
        row.seconds().add(seconds);
        rows.set(i, row.directed(turn.directions));
      }
    }
  }

  /** One search of all probes in the first distractors. */
  private static final class Turn {
    private final Faces faces;
    private final Rows gallery;
    private final MateSearches searches;
    private int directions;

    Turn(Faces faces, int size) {
      this.faces = faces;
      this.gallery = new First(faces.distractors(), size);
      this.searches = MateSearches.of(faces.probes(), faces.identity());
    }

    /** Empty for the engine's product, which counts against one threshold only. */
    List<ExactRanks.Pair> ranks(Way way) {
      switch (way) {
        case ENGINE -> {
          float[] floors = new float[faces.probes().size()];
          IntStream.range(0, floors.length).forEach(i -> floors[i] = searches.floor(i));
          EngineProduct.countAbove(faces.probes(), faces.distractors(), gallery.size(), floors);
          return List.of();
        }
        case PLAIN -> search(new PlainKernel()).bruteForce(searches);
        case BRUTE_FORCE -> search(Kernel.here()).bruteForce(searches);
        case BOUNDED -> directions = search(Kernel.here()).stream(searches).directions();
      }
      return searches.pairs(faces.identity());
    }

    private HighScores search(Kernel kernel) {
      return new HighScores(kernel, faces.probes(), gallery, new Metric.Cosine());
    }
  }

  /** The first rows of others. */
  private record First(UnitVectors all, int size) implements Rows {
    @Override
    public int dimension() {
      return all.dimension();
    }

    @Override
    public void copy(int index, float[] target, int at) {
      all.copy(index, target, at);
    }
  }

  private List<RankReport.Energy> energies() {
    HighScores search =
        new HighScores(Kernel.here(), faces.probes(), faces.distractors(), new Metric.Cosine());
    EnergyBasis basis = EnergyBasis.ofSample(faces.distractors());
    return IntStream.range(1, EIGHTHS)
        .map(eighths -> basis.dimension() * eighths / EIGHTHS)
        .mapToObj(
            directions ->
                new RankReport.Energy(
                    directions, basis.energy(directions), survivors(search, basis, directions)))
        .toList();
  }

  private static List<Double> survivors(HighScores search, EnergyBasis basis, int directions) {
    List<Double> shares = new ArrayList<>();
    for (float floor : FLOORS) {
      shares.add(search.survivors(basis, directions, floor));
    }
    return shares;
  }

  static String floors() {
    return Arrays.toString(FLOORS);
  }
}
