package dev.routeface.sdk.loss;

/**
 * The losses once more as loops over doubles, written from the papers' formulas: the specification
 * that the engine is held to.
 */
final class PlainLosses {
  private PlainLosses() {}

  /** {@code 1/N sum_n || u(s_n) - t_n ||^2}. */
  static double mimic(double[][] student, double[][] teacher) {
    double sum = 0;
    for (int n = 0; n < student.length; n++) {
      double[] unit = unit(student[n]);
      for (int k = 0; k < unit.length; k++) {
        sum += (unit[k] - teacher[n][k]) * (unit[k] - teacher[n][k]);
      }
    }
    return sum / student.length;
  }

  /** {@code tau^2 / N sum_n sum_c p_t (log p_t - log p_s)}. */
  static double kd(double[][] student, double[][] teacher, double temperature) {
    double sum = 0;
    for (int n = 0; n < student.length; n++) {
      double[] p = softmax(scaled(teacher[n], 1 / temperature));
      double[] q = softmax(scaled(student[n], 1 / temperature));
      for (int c = 0; c < p.length; c++) {
        sum += p[c] * (Math.log(p[c]) - Math.log(q[c]));
      }
    }
    return temperature * temperature * sum / student.length;
  }

  /** {@code 1/2 mean (W s - t)^2} over maps given as (position, channel). */
  static double hint(double[][] student, double[][] teacher, double[][] connector) {
    double sum = 0;
    for (int p = 0; p < student.length; p++) {
      for (int e = 0; e < connector.length; e++) {
        double difference = dot(connector[e], student[p]) - teacher[p][e];
        sum += difference * difference;
      }
    }
    return sum / (2.0 * student.length * connector.length);
  }

  /** {@code -1/N sum_n log softmax(l_n)[y_n]}. */
  static double crossEntropy(double[][] logits, int[] labels) {
    double sum = 0;
    for (int n = 0; n < logits.length; n++) {
      sum -= Math.log(softmax(logits[n])[labels[n]]);
    }
    return sum / logits.length;
  }

  /** Cross-entropy over {@code s psi(m1 theta + m2) - s m3} at the right centre. */
  static double margin(double[][] rows, double[][] centres, int[] labels, double[] sm1m2m3) {
    double[][] logits = new double[rows.length][centres.length];
    for (int n = 0; n < rows.length; n++) {
      for (int c = 0; c < centres.length; c++) {
        double cosine = dot(unit(rows[n]), unit(centres[c]));
        logits[n][c] = sm1m2m3[0] * (labels[n] == c ? harder(cosine, sm1m2m3) : cosine);
      }
    }
    return crossEntropy(logits, labels);
  }

  /** {@code psi(m1 acos(cosine) + m2) - m3}. */
  static double harder(double cosine, double[] sm1m2m3) {
    double angle = sm1m2m3[1] * Math.acos(cosine) + sm1m2m3[2];
    return (angle > Math.PI ? -2 - Math.cos(angle) : Math.cos(angle)) - sm1m2m3[3];
  }

  static double[] unit(double[] row) {
    return scaled(row, 1 / Math.sqrt(dot(row, row)));
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[] scaled(double[] row, double factor) {
    double[] out = row.clone();
    for (int k = 0; k < out.length; k++) {
      out[k] *= factor;
    }
    return out;
  }

  private static double[] softmax(double[] logits) {
    double total = 0;
    for (double logit : logits) {
      total += Math.exp(logit);
    }
    double[] out = new double[logits.length];
    for (int c = 0; c < out.length; c++) {
      out[c] = Math.exp(logits[c]) / total;
    }
    return out;
  }
}
