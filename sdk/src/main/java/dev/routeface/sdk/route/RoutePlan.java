package dev.routeface.sdk.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * Which anchors a student mimics, in which order and for how long. A plan is a pure function of
 * numbers; only {@link GreedySearch} also asks how far the student is from each anchor.
 *
 * <p>Jin et al., "Knowledge Distillation via Route Constrained Optimization", ICCV 2019, section
 * 3.3 and table 7. N is the teacher's last epoch.
 */
public sealed interface RoutePlan {
  /**
   * The stage that follows.
   *
   * @param done stages so far, oldest first
   * @param last N, epoch of the converged teacher
   * @param epochs the recipe's epochs: the length of one learning-rate schedule
   * @param divergence how far the student, as it is now, is from the anchor of an epoch; positive,
   *     in any unit
   * @return empty when the plan is done
   */
  Optional<Stage> next(List<Stage> done, int last, int epochs, IntToDoubleFunction divergence);

  /**
   * Whether every stage runs the whole learning-rate schedule from its start with a fresh optimiser
   * (the paper's multi-stage training), or all stages share one schedule.
   */
  boolean restarts();

  /** Plain mimic: the converged teacher alone. */
  record Converged() implements RoutePlan {
    @Override
    public Optional<Stage> next(
        List<Stage> done, int last, int epochs, IntToDoubleFunction divergence) {
      return done.isEmpty() ? Optional.of(new Stage(last, epochs)) : Optional.empty();
    }

    @Override
    public boolean restarts() {
      return false;
    }
  }

  /**
   * Equal epoch interval (EEI-n): anchors N/n, 2N/n, ..., N, each for a whole schedule; n times the
   * epochs of plain mimic. Where n does not divide N the anchors are rounded to the nearest epoch.
   *
   * @param stages n
   */
  record EqualInterval(int stages) implements RoutePlan {
    @Override
    public Optional<Stage> next(
        List<Stage> done, int last, int epochs, IntToDoubleFunction divergence) {
      if (stages > last) {
        throw new IllegalArgumentException(
            "expected a route of at least %d epochs for EEI-%d, found %d"
                .formatted(stages, stages, last));
      }
      int number = done.size() + 1;
      return number > stages
          ? Optional.empty()
          : Optional.of(new Stage((int) Math.round((double) last * number / stages), epochs));
    }

    @Override
    public boolean restarts() {
      return true;
    }
  }

  /**
   * One-stage EEI: one schedule over all epochs while the anchor moves on by a fixed interval;
   * costs what plain mimic costs. Student epochs are shared out over the anchors as evenly as whole
   * epochs allow; with equal lengths, student epochs 1..g see anchor g, g+1..2g see 2g, and so on.
   *
   * @param interval g, epochs of the teacher from anchor to anchor (M_gap of table 7)
   */
  record OneStage(int interval) implements RoutePlan {
    @Override
    public Optional<Stage> next(
        List<Stage> done, int last, int epochs, IntToDoubleFunction divergence) {
      int anchors = (last + interval - 1) / interval;
      if (anchors > epochs) {
        throw new IllegalArgumentException(
            "expected at least one epoch for each of %d anchors, found %d epochs"
                .formatted(anchors, epochs));
      }
      int number = done.size() + 1;
      if (number > anchors) {
        return Optional.empty();
      }
      // The last interval may be short: the route always ends at the converged teacher.
      int anchor = number == anchors ? last : number * interval;
      int share = until(number, anchors, epochs) - until(number - 1, anchors, epochs);
      return Optional.of(new Stage(anchor, share));
    }

    @Override
    public boolean restarts() {
      return false;
    }

    /** Student epochs up to the end of a stage; the product is beyond an int for long routes. */
    private static int until(int number, int anchors, int epochs) {
      return (int) ((long) epochs * number / anchors);
    }
  }

  /**
   * Every epoch of the student mimics one more epoch of the teacher: one-stage EEI with interval 1
   * (Boutros et al., "PocketNet", IEEE Access 2022, section III-C).
   */
  record EveryEpoch() implements RoutePlan {
    @Override
    public Optional<Stage> next(
        List<Stage> done, int last, int epochs, IntToDoubleFunction divergence) {
      return new OneStage(1).next(done, last, epochs, divergence);
    }

    @Override
    public boolean restarts() {
      return false;
    }
  }

  /**
   * Greedy search (algorithm 2): from anchor i, go to the last anchor j before the student's
   * divergence rises by more than a share {@code delta}, {@code (H_j - H_i) / H_i > delta}; train a
   * whole schedule on it; repeat until N.
   *
   * <p>What the paper leaves open is closed like this: where the very next anchor is already too
   * far, it is taken all the same, so the search always moves; the first anchor is stated; a single
   * noisy anchor does not stop the search if {@code confirm} is above 1.
   *
   * @param delta relaxation factor, 0.8 for the paper's MobileNetV2
   * @param first epoch of the first anchor
   * @param confirm consecutive anchors that must be too far; 1 is the paper's algorithm
   */
  record GreedySearch(double delta, int first, int confirm) implements RoutePlan {
    @Override
    public Optional<Stage> next(
        List<Stage> done, int last, int epochs, IntToDoubleFunction divergence) {
      if (first > last) {
        throw new IllegalArgumentException(
            "expected a first anchor up to epoch %d, found %d".formatted(last, first));
      }
      if (done.isEmpty()) {
        return Optional.of(new Stage(first, epochs));
      }
      int current = done.get(done.size() - 1).anchor();
      return current == last
          ? Optional.empty()
          : Optional.of(new Stage(after(current, last, divergence), epochs));
    }

    @Override
    public boolean restarts() {
      return true;
    }

    /** Epoch of the anchor to mimic after {@code current}. */
    int after(int current, int last, IntToDoubleFunction divergence) {
      double own = known(divergence, current);
      int tooFar = 0;
      for (int epoch = current + 1; epoch <= last; epoch++) {
        double rise = (known(divergence, epoch) - own) / own;
        tooFar = rise > delta ? tooFar + 1 : 0;
        if (tooFar == confirm) {
          return Math.max(epoch - confirm, current + 1);
        }
      }
      return last;
    }

    /** A search on numbers that are none would run to the end without a word. */
    private static double known(IntToDoubleFunction divergence, int epoch) {
      double value = divergence.applyAsDouble(epoch);
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "expected a positive divergence from anchor %d, found %s".formatted(epoch, value));
      }
      return value;
    }
  }

  /** All stages of a plan that does not ask for divergence. */
  default List<Stage> stages(int last, int epochs) {
    List<Stage> stages = new ArrayList<>();
    IntToDoubleFunction unknown =
        epoch -> {
          throw new IllegalArgumentException("expected a plan of numbers alone, found " + this);
        };
    for (Optional<Stage> next = next(stages, last, epochs, unknown);
        next.isPresent();
        next = next(stages, last, epochs, unknown)) {
      stages.add(next.get());
    }
    return stages;
  }

  /** Reads the form that {@link #toJson} writes. */
  static RoutePlan of(Fields fields) {
    String kind =
        fields.choice(
            "kind", "Converged", "EqualInterval", "OneStage", "EveryEpoch", "GreedySearch");
    return switch (kind) {
      case "Converged" -> new Converged();
      case "EqualInterval" -> new EqualInterval(fields.integer("stages", 1, 1000));
      case "OneStage" -> new OneStage(fields.integer("interval", 1, 1_000_000));
      case "EveryEpoch" -> new EveryEpoch();
      default ->
          new GreedySearch(
              fields.number("delta", 0, 1000),
              fields.integer("first", 1, 1_000_000),
              fields.integer("confirm", 1, 10));
    };
  }

  default ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", getClass().getSimpleName());
    if (this instanceof EqualInterval plan) {
      json.put("stages", plan.stages());
    } else if (this instanceof OneStage plan) {
      json.put("interval", plan.interval());
    } else if (this instanceof GreedySearch plan) {
      json.put("delta", plan.delta()).put("first", plan.first()).put("confirm", plan.confirm());
    }
    return json;
  }
}
