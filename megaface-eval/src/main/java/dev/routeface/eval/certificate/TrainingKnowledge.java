package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.SharedIdentities;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether a model's training saw the people of a certificate, as far as can be told. A card seals
 * its training's list and the names of its people by digest; single people can be looked up where
 * the list itself is at hand.
 *
 * @param model name
 * @param state how much is known
 */
public record TrainingKnowledge(String model, State state) {
  /** What is known about people in training, none of whom may be judged. */
  public enum State {
    /** Every person and every image was looked up in the training's list: none is there. */
    DISJOINT("none of these people is in the training's list"),
    /** The whole list is another one, and single people could not be looked up. */
    OTHER_LIST("the training's list is another one; single people could not be looked up"),
    /** Nothing says what the model was trained on. */
    UNKNOWN("unknown: the model has no card that tells");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * Looks the people up.
   *
   * @param trained what the model's card says, if it has one
   * @param lists training's data at hand, of any model
   * @throws BadDataException if training saw any of these people
   */
  public static TrainingKnowledge of(
      String model, Optional<TrainingData> trained, List<FaceDataset> lists, HeldOutPeople people) {
    if (trained.isEmpty()) {
      return new TrainingKnowledge(model, State.UNKNOWN);
    }
    refuseSameList(model, trained.get(), people);
    Optional<FaceDataset> list =
        lists.stream().filter(l -> l.sha256().equals(trained.get().listSha256())).findFirst();
    list.ifPresent(l -> refuseShared(model, l, people));
    return new TrainingKnowledge(model, list.isPresent() ? State.DISJOINT : State.OTHER_LIST);
  }

  private static void refuseSameList(String model, TrainingData trained, HeldOutPeople people) {
    people.sources().forEach((role, faces) -> refuseSame(model, trained, role, faces));
    refuseSame(model, trained, HeldOutPeople.PROBES, people.probes());
    refuseSame(model, trained, HeldOutPeople.DISTRACTORS, people.distractors());
  }

  private static void refuseSame(
      String model, TrainingData trained, String role, FaceDataset faces) {
    boolean sameList = faces.sha256().equals(trained.listSha256());
    if (sameList || samePeople(trained, faces.identities())) {
      throw new BadDataException(
          "%s: expected people that the training of %s did not see, found the %s of its card"
              .formatted(role, model, sameList ? "training list" : "people"));
    }
  }

  /** Names of digits alone are numbers within their own data set and say nothing about another. */
  private static boolean samePeople(TrainingData trained, List<String> names) {
    return names.stream().anyMatch(name -> !name.chars().allMatch(Character::isDigit))
        && Sha256.ofText(TrainingData.identityList(names)).equals(trained.identitiesSha256());
  }

  private static void refuseShared(String model, FaceDataset list, HeldOutPeople people) {
    List<String> shared =
        Stream.concat(
                SharedIdentities.of(people.names(), list.identities()).stream(),
                sharedImages(list, people))
            .toList();
    if (!shared.isEmpty()) {
      throw new BadDataException(
          "expected people that the training of %s did not see, found %d of its people or images,"
                  .formatted(model, shared.size())
              + " for instance %s".formatted(shared.get(0)));
    }
  }

  /** By content, for the same person may go by another name. */
  private static Stream<String> sharedImages(FaceDataset list, HeldOutPeople people) {
    Set<String> trained = new HashSet<>();
    IntStream.range(0, list.size())
        .forEach(image -> trained.add(Sha256.ofBytes(list.encoded(image))));
    return IntStream.range(0, people.size())
        .filter(image -> trained.contains(people.digest(image)))
        .mapToObj(people::image);
  }

  /**
   * Data lists that no card speaks of would seem to be looked up and are not.
   *
   * @throws BadDataException if there is one
   */
  public static void requireKnown(Map<String, FaceDataset> lists, List<TrainingData> cards) {
    lists.forEach(
        (path, list) -> {
          if (cards.stream().noneMatch(card -> card.listSha256().equals(list.sha256()))) {
            throw new BadDataException(
                path + ": expected the training list that a model's card names, found another");
          }
        });
  }

  ObjectNode toJson() {
    return Fields.object()
        .put("model", model)
        .put("training", state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
