package dev.routeface.sdk.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who stands in two data sets that must be of different people. */
public final class SharedIdentities {
  private SharedIdentities() {}

  /**
   * Names of identities in both, or else of images in both. A name of digits alone is a number
   * within its own data set, as in record files, and says nothing about another one.
   */
  public static List<String> of(FaceDataset one, FaceDataset other) {
    List<String> people = of(one.identities(), other.identities());
    return people.isEmpty() ? shared(images(one), images(other).toList()).toList() : people;
  }

  /** As above, of names alone. */
  public static List<String> of(List<String> one, List<String> other) {
    return shared(one.stream(), other)
        .filter(name -> !name.chars().allMatch(Character::isDigit))
        .toList();
  }

  private static Stream<String> shared(Stream<String> names, List<String> others) {
    Set<String> known = new HashSet<>(others);
    return names.filter(known::contains);
  }

  private static Stream<String> images(FaceDataset faces) {
    return IntStream.range(0, faces.size()).mapToObj(faces::name);
  }
}
