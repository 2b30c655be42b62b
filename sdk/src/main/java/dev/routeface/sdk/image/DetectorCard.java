package dev.routeface.sdk.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What stands beside the files of a face detector, so that its folder can be opened without a word
 * about its kind.
 *
 * @param kind which program of ours runs them
 * @param parts its files, as many as the kind has and in its order
 * @param licence SPDX identifier or a sentence
 * @param origin where they come from
 */
public record DetectorCard(Kind kind, List<Part> parts, String licence, String origin) {
  /** Its name in a detector's folder. */
  public static final String FILE = "detector.json";

  /** Detectors that are known here. */
  public enum Kind {
    /** {@link YuNetDetector}: one file. */
    YUNET("yunet", 1),
    /** {@link UltraLightDetector}: the detector and the landmarks. */
    ULTRA_LIGHT("ultra-light", 2);

    private final String key;
    private final int files;

    Kind(String key, int files) {
      this.key = key;
      this.files = files;
    }

    /** As it stands in JSON. */
    public static Kind of(String key) {
      return key.equals(YUNET.key) ? YUNET : ULTRA_LIGHT;
    }

    /** As it stands in JSON. */
    public String key() {
      return key;
    }
  }

  /**
   * One file.
   *
   * @param file its name in the folder
   * @param sha256 of its content
   */
  public record Part(String file, String sha256) {
    private static Part of(Fields fields) {
      // No separators: a card from elsewhere must not reach outside its folder.
      return new Part(
          fields.matching("file", "[\\w-][\\w.-]*", "the name of a file in the folder"),
          fields.sha256("sha256"));
    }

    private ObjectNode toJson() {
      return Fields.object().put("file", file).put("sha256", sha256);
    }
  }

  public DetectorCard {
    parts = List.copyOf(parts);
    if (parts.size() != kind.files) {
      throw new IllegalArgumentException(
          "expected %d files, found %d".formatted(kind.files, parts.size()));
    }
  }

  /**
   * Reads the card of a folder.
   *
   * @throws dev.routeface.models.io.BadRecipeException naming the file and the path in it, if a key
   *     is unknown, missing or out of range
   */
  public static DetectorCard read(Path folder) {
    return Fields.open(folder.resolve(FILE)).read(DetectorCard::of);
  }

  private static DetectorCard of(Fields fields) {
    Kind kind = Kind.of(fields.choice("kind", Kind.YUNET.key, Kind.ULTRA_LIGHT.key));
    List<Part> parts = fields.objects("files", Part::of);
    if (parts.size() != kind.files) {
      throw fields.refuse("files", kind.files + " of them", parts.size());
    }
    return new DetectorCard(kind, parts, fields.text("licence"), fields.text("origin"));
  }

  /** Writes the card, which makes the folder a detector. */
  public void write(Path folder) {
    ObjectNode json = Fields.object().put("kind", kind.key);
    parts.forEach(part -> json.withArray("files").add(part.toJson()));
    json.put("licence", licence).put("origin", origin);
    DurableFile.writeText(folder.resolve(FILE), Fields.text(json));
  }

  /**
   * Opens a detector.
   *
   * @param path a folder with a card, or the file of a YuNet model
   * @param threads that detect at a time
   * @throws BadDataException if there is none, or a file is not the card's
   */
  public static FaceDetector open(Path path, int threads) {
    if (Files.isRegularFile(path)) {
      return new YuNetDetector(path, threads);
    }
    if (!Files.isRegularFile(path.resolve(FILE))) {
      throw new BadDataException(
          path + ": expected a folder with a " + FILE + " or YuNet's ONNX file, found neither");
    }
    DetectorCard card = read(path);
    List<Path> files = card.parts().stream().map(part -> checked(path, part)).toList();
    return switch (card.kind()) {
      case YUNET -> new YuNetDetector(files.get(0), threads);
      case ULTRA_LIGHT -> new UltraLightDetector(files.get(0), files.get(1));
    };
  }

  private static Path checked(Path folder, Part part) {
    Path file = folder.resolve(part.file());
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + ": expected the file that the card names, found none");
    }
    String found = Sha256.ofFile(file);
    if (!found.equals(part.sha256())) {
      throw new BadDataException(
          "%s: expected the digest %s of the card, found %s".formatted(file, part.sha256(), found));
    }
    return file;
  }
}
