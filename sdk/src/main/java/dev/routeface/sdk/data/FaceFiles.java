package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.image.BadImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One image file per face: what {@link FolderFaces} and {@link ListFaces} open. */
final class FaceFiles implements FaceDataset {
  /** A photograph on disk and who it shows. */
  record Entry(String identity, Path file) {}

  private final List<String> identities;
  private final int[] identity;
  private final List<Path> files;
  private final String sha256;

  /** Identities stand in the order in which they first appear. */
  FaceFiles(List<Entry> entries) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    entries.forEach(entry -> numbers.putIfAbsent(entry.identity(), numbers.size()));
    this.identities = List.copyOf(numbers.keySet());
    this.identity = entries.stream().mapToInt(entry -> numbers.get(entry.identity())).toArray();
    this.files = entries.stream().map(Entry::file).toList();
    this.sha256 = Sha256.ofLines(IntStream.range(0, files.size()).mapToObj(this::fingerprint));
  }

  /**
   * Images of several people.
   *
   * @throws BadDataException naming the source, if they are not
   */
  static FaceFiles ofSeveral(Path source, List<Entry> entries) {
    FaceFiles faces = new FaceFiles(entries);
    if (faces.identities.size() < 2) {
      throw new BadDataException(
          source + ": expected images of at least 2 identities, found " + faces.identities.size());
    }
    return faces;
  }

  @Override
  public Optional<Path> file(int index) {
    return Optional.of(files.get(index));
  }

  /**
   * Identity, file name and length: it survives a move of the folder and finds a file exchanged for
   * another. Hashing the contents would read a million files before the first step.
   */
  private String fingerprint(int index) {
    Path file = files.get(index);
    try {
      return identities.get(identity[index]) + "\t" + file.getFileName() + "\t" + Files.size(file);
    } catch (IOException e) {
      throw new BadDataException(file + ": expected a readable file, found " + Reason.of(e), e);
    }
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int identity(int index) {
    return identity[index];
  }

  @Override
  public List<String> identities() {
    return identities;
  }

  @Override
  public String name(int index) {
    return files.get(index).toString();
  }

  @Override
  public byte[] encoded(int index) {
    try {
      return Files.readAllBytes(files.get(index));
    } catch (IOException e) {
      throw new BadImageException(
          name(index) + ": expected a readable file, found " + Reason.of(e), e);
    }
  }

  @Override
  public String sha256() {
    return sha256;
  }
}
