package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Probe images and whose they are.
 *
 * @param features one row per image
 * @param ids identity of each row
 */
public record Probes(Features features, List<String> ids) {
  private static final SealedBytes FORM = new SealedBytes("RFPROBE1");

  public Probes {
    ids = List.copyOf(ids);
    if (ids.size() != features.size()) {
      throw new IllegalArgumentException(
          "expected an id for each of %d probes, found %d".formatted(features.size(), ids.size()));
    }
  }

  /**
   * As {@link #bytes} made them.
   *
   * @throws BadDataException if the bytes are cut, damaged or something else
   */
  public static Probes of(byte[] bytes) {
    return FORM.read(
        bytes,
        in -> {
          Features features = Features.read(FORM, in);
          List<String> ids = new ArrayList<>();
          while (ids.size() < features.size()) {
            ids.add(in.readUTF());
          }
          return new Probes(features, ids);
        });
  }

  /** To be sent to other machines, which score with them to the bit as this one does. */
  public byte[] bytes() {
    return FORM.write(
        out -> {
          features.write(out);
          for (String id : ids) {
            out.writeUTF(id);
          }
        });
  }

  /** Some rows with their identities. */
  public Probes select(int[] rows) {
    return new Probes(features.select(rows), Arrays.stream(rows).mapToObj(ids::get).toList());
  }

  /**
   * Rows of every identity, in order; identities in the order in which the devkit's map has them.
   */
  List<int[]> members() {
    Map<String, List<Integer>> members = new TreeMap<>();
    for (int row = 0; row < ids.size(); row++) {
      members.computeIfAbsent(ids.get(row), id -> new ArrayList<>()).add(row);
    }
    return members.values().stream()
        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Whether anybody has two images. */
  public boolean hasMates() {
    return Set.copyOf(ids).size() < ids.size();
  }

  /** Number of each row's identity in {@link #members}. */
  int[] identities() {
    int[] identities = new int[ids.size()];
    List<int[]> members = members();
    for (int id = 0; id < members.size(); id++) {
      for (int row : members.get(id)) {
        identities[row] = id;
      }
    }
    return identities;
  }

  /**
   * A pair of images of one identity.
   *
   * @param identity its number in {@link #members}
   */
  public record Positive(int identity, float score) {}

  /** Every unordered pair once, identity by identity. */
  List<Positive> positives() {
    List<Positive> positives = new ArrayList<>();
    List<int[]> members = members();
    for (int id = 0; id < members.size(); id++) {
      int[] images = members.get(id);
      for (int i = 0; i < images.length; i++) {
        for (int j = i + 1; j < images.length; j++) {
          positives.add(new Positive(id, score(images[i], images[j])));
        }
      }
    }
    return positives;
  }

  /** Score of two probes. */
  float score(int a, int b) {
    return features.score(a, b);
  }
}
