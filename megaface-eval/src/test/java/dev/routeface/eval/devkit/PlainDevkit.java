package dev.routeface.eval.devkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The devkit's rules written down one after the other, with its matrices: the plain twin. */
final class PlainDevkit {
  private final float[][] probes;
  private final List<String> ids;
  private final float[][] distractors;

  PlainDevkit(float[][] probes, List<String> ids, float[][] distractors) {
    this.probes = probes;
    this.ids = ids;
    this.distractors = distractors;
  }

  static float score(float[] x, float[] y) {
    float product = 0;
    for (int k = 0; k < x.length; k++) {
      product = Math.fma(x[k], y[k], product);
    }
    return 2 * product + (c(x) + c(y));
  }

  private static float c(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += (double) value * value;
    }
    return (float) -sum;
  }

  int rank(int probe, int mate) {
    float mine = score(probes[probe], probes[mate]);
    return (int) Arrays.stream(distractors).filter(d -> score(probes[probe], d) > mine).count();
  }

  /** {score, 1 or 0}, descending, positives first on ties. */
  private List<float[]> verificationScores() {
    List<float[]> scores = new ArrayList<>();
    for (int i = 0; i < probes.length; i++) {
      for (int j = i + 1; j < probes.length; j++) {
        if (ids.get(i).equals(ids.get(j))) {
          scores.add(new float[] {score(probes[i], probes[j]), 1});
        }
      }
    }
    for (int i = 0; i < Math.min(100, probes.length); i++) {
      for (float[] d : distractors) {
        scores.add(new float[] {score(probes[i], d), 0});
      }
    }
    scores.sort(Comparator.<float[]>comparingDouble(s -> -s[0]).thenComparingDouble(s -> -s[1]));
    return scores;
  }

  /** The rate by number of false positives, the last value written for each. */
  double[] tpr() {
    List<float[]> scores = verificationScores();
    long positives = scores.stream().filter(s -> s[1] == 1).count();
    double[] tpr = new double[(int) (scores.size() - positives) + 1];
    int tp = 0;
    int fp = 0;
    for (float[] score : scores) {
      if (score[1] == 1) {
        tp++;
      } else {
        fp++;
      }
      tpr[fp] = (double) tp / positives;
    }
    return tpr;
  }

  /** Kept points of a curve, {x, y}. */
  static List<double[]> thinned(double[] y, double scale) {
    List<double[]> kept = new ArrayList<>();
    float last = 0;
    for (int i = 0; i < y.length; i++) {
      if ((double) ((float) y[i] - last) > 0.01 || i == y.length - 1) {
        last = (float) y[i];
        kept.add(new double[] {i / scale, last});
      }
    }
    return kept;
  }

  long[] traditional() {
    TreeMap<String, List<Integer>> people = new TreeMap<>();
    for (int i = 0; i < ids.size(); i++) {
      people.computeIfAbsent(ids.get(i), id -> new ArrayList<>()).add(i);
    }
    long[] counts = new long[distractors.length + people.size()];
    RandomGalleries draws = new RandomGalleries();
    for (int gallery = 0; gallery < 10; gallery++) {
      TreeMap<String, Integer> drawn = new TreeMap<>();
      people.forEach((id, rows) -> drawn.put(id, rows.get(draws.next(rows.size()))));
      for (int probe = 0; probe < probes.length; probe++) {
        int mate = drawn.get(ids.get(probe));
        if (mate != probe) {
          counts[rank(probe, mate) + others(probe, mate, drawn)]++;
        }
      }
    }
    return counts;
  }

  private int others(int probe, int mate, TreeMap<String, Integer> drawn) {
    float mine = score(probes[probe], probes[mate]);
    return (int)
        drawn.values().stream()
            .filter(other -> other != mate && score(probes[probe], probes[other]) > mine)
            .count();
  }

  List<Integer> best(int probe) {
    List<Integer> rows = new ArrayList<>();
    for (int d = 0; d < distractors.length; d++) {
      rows.add(d);
    }
    rows.sort(
        Comparator.<Integer>comparingDouble(d -> -score(probes[probe], distractors[d]))
            .thenComparing(Comparator.reverseOrder()));
    return rows.subList(0, Math.min(5, rows.size()));
  }
}
