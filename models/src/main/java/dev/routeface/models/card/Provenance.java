package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * How a model came about, in as many words as it takes to do it again.
 *
 * @param command the command line
 * @param recipeSha256 digest of the resolved recipe
 * @param revision git revision of the program, ending in {@code -dirty} if files were changed
 *     since; {@code unknown} outside a repository
 * @param seed of all randomness
 * @param data what it was trained on
 * @param platform what it was trained with
 */
public record Provenance(
    String command,
    String recipeSha256,
    String revision,
    long seed,
    TrainingData data,
    Platform platform) {

  /**
   * Programs and hardware.
   *
   * @param java version of the JDK
   * @param system operating system and processor architecture
   * @param engine name and version of the tensor engine
   * @param device what the tensors lay on: {@code cpu} or a GPU by name
   */
  public record Platform(String java, String system, String engine, String device) {
    /** This JDK and system, with the given engine and device. */
    public static Platform here(String engine, String device) {
      String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
      return new Platform(Runtime.version().toString(), system, engine, device);
    }

    private static Platform of(Fields fields) {
      return new Platform(
          fields.text("java"), fields.text("system"), fields.text("engine"), fields.text("device"));
    }

    private ObjectNode toJson() {
      return Fields.object()
          .put("java", java)
          .put("system", system)
          .put("engine", engine)
          .put("device", device);
    }
  }

  static Provenance of(Fields fields) {
    return new Provenance(
        fields.text("command"),
        fields.sha256("recipeSha256"),
        fields.matching(
            "revision", "[0-9a-f]{40}(-dirty)?|unknown", "a git revision of 40 digits or unknown"),
        fields.wholeLong("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        fields.object("data", TrainingData::of),
        fields.object("platform", Platform::of));
  }

  ObjectNode toJson() {
    ObjectNode json =
        Fields.object()
            .put("command", command)
            .put("recipeSha256", recipeSha256)
            .put("revision", revision)
            .put("seed", seed);
    json.set("data", data.toJson());
    json.set("platform", platform.toJson());
    return json;
  }
}
