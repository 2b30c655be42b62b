package dev.routeface.sdk.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * The learning rate of every step of one schedule.
 *
 * @param base rate after the warm-up
 * @param warmupSteps steps over which it rises in a straight line from {@code base / warmupSteps}
 * @param decay how it falls
 */
public record LearningRate(double base, int warmupSteps, Decay decay) {
  /**
   * How the rate falls over a schedule. {@code progress} is the share of its steps that is done.
   */
  public sealed interface Decay {
    /** Factor on the base rate, from 1 down. */
    double factor(double progress);

    /** Multiplied by {@code factor} at each of some shares of the schedule. */
    record Step(List<Double> at, double factor) implements Decay {
      public Step {
        at = List.copyOf(at);
      }

      @Override
      public double factor(double progress) {
        return Math.pow(factor, at.stream().filter(share -> progress >= share).count());
      }
    }

    /** Half a cosine from 1 to {@code floor} (Loshchilov and Hutter, ICLR 2017, equation 5). */
    record Cosine(double floor) implements Decay {
      @Override
      public double factor(double progress) {
        return floor + (1 - floor) * (1 + Math.cos(Math.PI * progress)) / 2;
      }
    }

    /** {@code (1 - progress)^power}; power 2 is what InsightFace's recipes use. */
    record Poly(double power) implements Decay {
      @Override
      public double factor(double progress) {
        return Math.pow(1 - progress, power);
      }
    }
  }

  /**
   * Rate of one step.
   *
   * @param step 0 for the first
   * @param steps of the whole schedule, warm-up included
   */
  public double at(long step, long steps) {
    double decayed = base * decay.factor((double) step / steps);
    return step < warmupSteps ? decayed * (step + 1) / warmupSteps : decayed;
  }

  static LearningRate of(Fields fields) {
    return new LearningRate(
        fields.number("base", 1e-9, 100),
        fields.integer("warmupSteps", 0, 1_000_000),
        fields.object("decay", LearningRate::decay));
  }

  private static Decay decay(Fields fields) {
    return switch (fields.choice("kind", "Step", "Cosine", "Poly")) {
      case "Step" -> new Decay.Step(fields.numbers("at", 0, 1), fields.number("factor", 1e-6, 1));
      case "Cosine" -> new Decay.Cosine(fields.number("floor", 0, 1));
      default -> new Decay.Poly(fields.number("power", 0.1, 10));
    };
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("base", base).put("warmupSteps", warmupSteps);
    ObjectNode kind = json.putObject("decay").put("kind", decay.getClass().getSimpleName());
    if (decay instanceof Decay.Step step) {
      step.at().forEach(kind.putArray("at")::add);
      kind.put("factor", step.factor());
    } else if (decay instanceof Decay.Cosine cosine) {
      kind.put("floor", cosine.floor());
    } else if (decay instanceof Decay.Poly poly) {
      kind.put("power", poly.power());
    }
    return json;
  }
}
