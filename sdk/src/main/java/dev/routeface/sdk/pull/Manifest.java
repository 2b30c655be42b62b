package dev.routeface.sdk.pull;

import dev.routeface.models.io.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models that can be brought in by name. */
public record Manifest(List<PullableModel> models) {
  private static final String RESOURCE = "models.json";

  /** That of this version of the product. */
  public static Manifest shipped() {
    try (InputStream in = Manifest.class.getResourceAsStream(RESOURCE)) {
      return parse(RESOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads JSON.
   *
   * @param name for messages
   * @throws dev.routeface.models.io.BadRecipeException naming the path in it, if a key is unknown,
   *     missing or out of range
   */
  static Manifest parse(String name, String text) {
    return Fields.parse(name, text).read(Manifest::of);
  }

  private static Manifest of(Fields fields) {
    Map<String, NpmArchive> archives = new LinkedHashMap<>();
    fields.objects(
        "archives",
        archive -> {
          NpmArchive read = NpmArchive.of(archive);
          archives.put(archive.text("name"), read);
          return read;
        });
    return new Manifest(fields.objects("models", model -> PullableModel.of(model, archives)));
  }

  public Optional<PullableModel> find(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return models.stream().map(PullableModel::name).toList();
  }
}
