package dev.routeface.sdk.data;

import dev.routeface.models.io.Sha256;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images of verification pairs as a data set: images {@code 2i} and {@code 2i + 1} are those of
 * pair {@code i}. Nobody says whom they show, only whether two show the same person, so each is an
 * identity of its own.
 */
public final class VerificationFaces implements FaceDataset {
  private final List<VerificationPair> pairs;
  private final List<String> identities;
  private final String sha256;

  /** Images stay encoded in memory. */
  public VerificationFaces(List<VerificationPair> pairs) {
    this.pairs = List.copyOf(pairs);
    this.identities = IntStream.range(0, size()).mapToObj(this::name).toList();
    this.sha256 =
        Sha256.ofLines(IntStream.range(0, size()).mapToObj(i -> Sha256.ofBytes(encoded(i))));
  }

  @Override
  public int size() {
    return 2 * pairs.size();
  }

  @Override
  public int identity(int index) {
    return index;
  }

  @Override
  public List<String> identities() {
    return identities;
  }

  @Override
  public String name(int index) {
    return pairs.get(index / 2).name() + (index % 2 == 0 ? " first" : " second");
  }

  @Override
  public byte[] encoded(int index) {
    VerificationPair pair = pairs.get(index / 2);
    return index % 2 == 0 ? pair.first() : pair.second();
  }

  /** Over the images themselves, which are in memory anyway. */
  @Override
  public String sha256() {
    return sha256;
  }
}
