package dev.routeface.eval.certificate;

import dev.routeface.eval.protocol.IdentificationErrors;
import dev.routeface.eval.protocol.IdentificationResult;
import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.eval.protocol.OpenSetResult;
import java.util.List;

/**
 * A model and what the protocols found about it.
 *
 * @param verification rank-1 among all distractors, TAR at every false match rate
 * @param identification FNIR at every FPIR, of searches among the first images of all probe people
 */
record JudgedModel(
    EmbeddedModel model, OpenSetResult verification, IdentificationResult identification) {
  static JudgedModel of(EmbeddedModel model, HeldOutPeople people, Conditions conditions) {
    return new JudgedModel(
        model,
        openSet(people, conditions).judge(model),
        new IdentificationErrors(
                people.searches(),
                conditions.fpirs(),
                people.searches().gallery().size(),
                List.of(1))
            .judge(model));
  }

  /** The one protocol of verification and rank-1. */
  static OpenSet openSet(HeldOutPeople people, Conditions conditions) {
    return new OpenSet(
        people.probes(),
        people.distractors(),
        List.of(people.distractors().size()),
        conditions.verified());
  }

  String name() {
    return model.name();
  }

  /** The operating point at one of the rates asked for. */
  OpenSetResult.AtFar at(double fmr) {
    return at(verification, fmr);
  }

  static OpenSetResult.AtFar at(OpenSetResult result, double fmr) {
    return result.tar().stream().filter(at -> at.point().far() == fmr).findFirst().orElseThrow();
  }
}
