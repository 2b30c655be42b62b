package dev.routeface.sdk.train;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.route.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a training stands after a whole epoch: what has to be known, beside the numbers, to go on.
 *
 * @param stages stages begun so far, the last one under way or done; a training without a teacher
 *     has one stage with anchor 0
 * @param epochInStage epochs done of the last stage
 * @param epoch epochs done altogether
 * @param logBytes length of the log that belongs to this state
 * @param seconds training time so far, over all attempts
 */
record Position(List<Stage> stages, int epochInStage, int epoch, long logBytes, double seconds) {
  static final Position START = new Position(List.of(), 0, 0, 0, 0);

  Position {
    stages = List.copyOf(stages);
  }

  Stage stage() {
    return stages.get(stages.size() - 1);
  }

  /** Whether the last stage is over, or none has begun. */
  boolean atStageEnd() {
    return stages.isEmpty() || epochInStage == stage().epochs();
  }

  Position begin(Stage stage) {
    List<Stage> more = new ArrayList<>(stages);
    more.add(stage);
    return new Position(more, 0, epoch, logBytes, seconds);
  }

  Position epochDone(long newLogBytes, double newSeconds) {
    return new Position(stages, epochInStage + 1, epoch + 1, newLogBytes, newSeconds);
  }

  /** Epochs done since the learning-rate schedule last began. */
  int epochInSchedule(boolean restarts) {
    return restarts ? epochInStage : epoch;
  }

  Map<String, String> toMetadata() {
    var json = Fields.object();
    var list = json.putArray("stages");
    stages.forEach(s -> list.addObject().put("anchor", s.anchor()).put("epochs", s.epochs()));
    json.put("epochInStage", epochInStage).put("epoch", epoch);
    json.put("logBytes", logBytes).put("seconds", seconds);
    return Map.of("position", json.toString());
  }

  static Position of(String file, Map<String, String> metadata) {
    return Fields.parse(file + " metadata", metadata.getOrDefault("position", "{}"))
        .read(
            fields ->
                new Position(
                    fields.objects(
                        "stages",
                        stage ->
                            new Stage(
                                stage.integer("anchor", 0, 1_000_000),
                                stage.integer("epochs", 1, 1_000_000))),
                    fields.integer("epochInStage", 0, 1_000_000),
                    fields.integer("epoch", 0, 100_000_000),
                    fields.wholeLong("logBytes", 0, Long.MAX_VALUE),
                    fields.number("seconds", 0, 1e12)));
  }
}
