package dev.routeface.sdk.pull;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.image.DetectorCard;
import java.util.List;
import java.util.Map;

/**
 * A model that can be brought in.
 *
 * @param name as typed
 * @param what it is, in words
 * @param terms what one may do with it
 * @param use how its folder is opened
 * @param files in the order of its use
 */
public record PullableModel(
    String name, String what, Terms terms, Use use, List<PulledFile> files) {
  /**
   * What one agrees to.
   *
   * @param licence SPDX identifier
   * @param copyright its line
   * @param origin where the model comes from and what it was trained on
   */
  public record Terms(String licence, String copyright, String origin) {
    private static Terms of(Fields fields) {
      return new Terms(fields.text("licence"), fields.text("copyright"), fields.text("origin"));
    }
  }

  /** Whether each of its files can be had from a package registry. */
  public boolean inARegistry() {
    return files.stream()
        .allMatch(file -> file.sources().stream().anyMatch(Source.Member.class::isInstance));
  }

  /** What a model is for. */
  public sealed interface Use {}

  /** Finds faces. */
  public record Detector(DetectorCard.Kind kind) implements Use {}

  /** Embeds faces. */
  public record Embedder(int dimensions, Preparation preparation) implements Use {
    private static Embedder of(Fields fields) {
      return new Embedder(
          fields.integer("dimensions", 1, 1 << 16), fields.object("preparation", Preparation::of));
    }
  }

  /**
   * One of its files.
   *
   * @param sources tried in their order
   */
  public record PulledFile(PinnedFile content, List<Source> sources) {
    private static PulledFile of(Fields fields, Map<String, NpmArchive> archives) {
      return new PulledFile(
          PinnedFile.of(fields, fields.matching("file", "[\\w-][\\w.-]*", "the name of a file")),
          fields.objects("sources", source -> Source.of(source, archives)));
    }
  }

  static PullableModel of(Fields fields, Map<String, NpmArchive> archives) {
    return new PullableModel(
        fields.matching("name", "[a-z0-9][a-z0-9-]*", "lower-case letters, digits and dashes"),
        fields.text("what"),
        Terms.of(fields),
        fields.has("detector")
            ? new Detector(DetectorCard.Kind.of(fields.choice("detector", "yunet", "ultra-light")))
            : fields.object("embedder", Embedder::of),
        fields.objects("files", file -> PulledFile.of(file, archives)));
  }

  /** Length of all files. */
  public long bytes() {
    return files.stream().mapToLong(file -> file.content().bytes()).sum();
  }
}
