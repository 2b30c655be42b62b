package dev.routeface.eval.protocol;

import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The images of a data set that a list names, in the order of the data set and under its
 * identities: all that has to be embedded.
 *
 * @param images ascending indices into {@code all}
 */
record ListedFaces(FaceDataset all, List<Integer> images) implements FaceDataset {
  ListedFaces {
    images = List.copyOf(images);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int identity(int index) {
    return all.identity(images.get(index));
  }

  @Override
  public List<String> identities() {
    return all.identities();
  }

  @Override
  public String name(int index) {
    return all.name(images.get(index));
  }

  @Override
  public Optional<Path> file(int index) {
    return all.file(images.get(index));
  }

  @Override
  public byte[] encoded(int index) {
    return all.encoded(images.get(index));
  }

  @Override
  public String sha256() {
    return Sha256.ofText(all.sha256() + images);
  }
}
