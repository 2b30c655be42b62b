package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.protocol.Result;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A report read back from its JSON.
 *
 * @param file where it lies
 * @param sha256 of the file
 * @param title headline
 * @param provenance where its figures come from
 * @param models in reading order, of different names
 */
public record KeptReport(
    Path file, String sha256, String title, ObjectNode provenance, List<ModelRow> models) {
  private static final String NAME = "report.json";

  public KeptReport {
    models = List.copyOf(models);
  }

  /**
   * Reads what {@link Report#write} wrote; results strictly, to the last key.
   *
   * @param path the file, or the folder of a {@code report.json}
   * @throws BadDataException naming the file and the place in it, if it is no report of this
   *     version
   */
  public static KeptReport read(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
    try {
      return of(file, Fields.open(file));
    } catch (BadRecipeException e) {
      if (isPage(file)) {
        throw new BadDataException(
            file
                + ": expected a report.json, found a page for people; name the report.json beside it",
            e);
      }
      throw new BadDataException(e.getMessage() + "; expected a report.json of this version", e);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file + ": " + e.getMessage(), e);
    }
  }

  /** Asked of a file that is no JSON: the page lies beside it and is easily mistaken for it. */
  private static boolean isPage(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.read() == '<';
    } catch (IOException e) {
      return false; // what is wrong with the file was found before
    }
  }

  private static KeptReport of(Path file, Fields fields) {
    KeptReport report =
        new KeptReport(
            file,
            Sha256.ofFile(file),
            fields.text("title"),
            fields.free("provenance"),
            fields.objects("models", KeptReport::model));
    Set<String> names = new HashSet<>();
    for (ModelRow model : report.models()) {
      if (!names.add(model.name())) {
        throw new BadDataException(
            "%s: expected models of different names, found a second \"%s\""
                .formatted(file, model.name()));
      }
    }
    return report;
  }

  /** Measures stand there for programs; they are computed anew from the results. */
  private static ModelRow model(Fields fields) {
    fields.has("measures");
    return new ModelRow(
        fields.text("name"), fields.free("facts"), fields.objects("results", Result::of));
  }

  /** What to call it among others: its folder, or its own name if that says more. */
  String label() {
    Path named = file.toAbsolutePath().normalize();
    return String.valueOf(
        named.endsWith(NAME) ? named.getParent().getFileName() : named.getFileName());
  }
}
