package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Some images of some data sets, as one data set. */
public final class Subset implements FaceDataset {
  private record Image(int identity, FaceDataset source, int index) {}

  private final List<String> identities;
  private final List<Image> images;
  private final String sha256;

  private Subset(Chosen chosen) {
    this.identities = List.copyOf(chosen.identities);
    this.images = List.copyOf(chosen.images);
    IdentityHashMap<FaceDataset, String> digests =
        new IdentityHashMap<>(); // each costs a pass over its set
    this.sha256 =
        Sha256.ofLines(
            images.stream()
                .map(
                    image ->
                        "%s\t%s\t%d"
                            .formatted(
                                identities.get(image.identity),
                                digests.computeIfAbsent(image.source, FaceDataset::sha256),
                                image.index)));
  }

  /**
   * Some images of one data set, identity by identity; identities keep their names, and those
   * without an image are left out.
   *
   * @param part what the images are for, for messages
   * @throws BadDataException if no image is chosen
   */
  public static FaceDataset of(String part, FaceDataset faces, IntPredicate chosen) {
    List<List<Integer>> images = new ArrayList<>();
    faces.identities().forEach(identity -> images.add(new ArrayList<>()));
    IntStream.range(0, faces.size())
        .filter(chosen)
        .forEach(image -> images.get(faces.identity(image)).add(image));
    Chosen gathered = new Chosen();
    for (int who = 0; who < images.size(); who++) {
      if (!images.get(who).isEmpty()) {
        gathered.add(faces.identities().get(who), faces, images.get(who));
      }
    }
    return gathered.of(part);
  }

  /** Gathers the images, identity by identity. */
  static final class Chosen {
    private final List<String> identities = new ArrayList<>();
    private final List<Image> images = new ArrayList<>();

    void add(String identity, FaceDataset source, List<Integer> indices) {
      indices.forEach(index -> images.add(new Image(identities.size(), source, index)));
      identities.add(identity);
    }

    /** The data set; {@code name} is for the message when it would be empty. */
    FaceDataset of(String name) {
      if (images.isEmpty()) {
        throw new BadDataException(
            "part " + name + ": expected at least one identity, found none that its rules take");
      }
      return new Subset(this);
    }
  }

  @Override
  public Optional<Path> file(int index) {
    Image image = images.get(index);
    return image.source.file(image.index);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int identity(int index) {
    return images.get(index).identity;
  }

  @Override
  public List<String> identities() {
    return identities;
  }

  @Override
  public String name(int index) {
    Image image = images.get(index);
    return image.source.name(image.index);
  }

  @Override
  public byte[] encoded(int index) {
    Image image = images.get(index);
    return image.source.encoded(image.index);
  }

  @Override
  public String sha256() {
    return sha256;
  }
}
