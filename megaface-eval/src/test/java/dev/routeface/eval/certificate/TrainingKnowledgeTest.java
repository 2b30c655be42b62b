package dev.routeface.eval.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingKnowledgeTest {
  private final People faces = People.of(3);
  private final HeldOutPeople people = HeldOutPeople.of(Map.of("faces", faces));

  private static TrainingData card(FaceDataset trained) {
    return TrainingData.of(trained.sha256(), trained.identities(), trained.size());
  }

  private TrainingKnowledge known(TrainingData card, FaceDataset... lists) {
    return TrainingKnowledge.of("model", Optional.of(card), List.of(lists), people);
  }

  private void refuses(String expected, TrainingData card, FaceDataset... lists) {
    assertEquals(
        expected, assertThrows(BadDataException.class, () -> known(card, lists)).getMessage());
  }

  @Test
  void knowsNothingOfAModelWithoutACard() {
    assertEquals(
        new TrainingKnowledge("model", TrainingKnowledge.State.UNKNOWN),
        TrainingKnowledge.of("model", Optional.empty(), List.of(), people));
    assertEquals(
        "{\"model\":\"model\",\"training\":\"unknown\"}",
        TrainingKnowledge.of("model", Optional.empty(), List.of(), people).toJson().toString());
  }

  @Test
  void looksEverybodyUpInTheListThatTheCardNames() {
    People trained = new People(List.of("Somebody/1.jpg", "Else/1.jpg"));
    assertEquals(TrainingKnowledge.State.OTHER_LIST, known(card(trained)).state());
    assertEquals(TrainingKnowledge.State.DISJOINT, known(card(trained), trained).state());
    assertEquals(TrainingKnowledge.State.OTHER_LIST, known(card(trained), People.of(9)).state());
  }

  @Test
  void refusesTheTrainingListItself() {
    refuses(
        "faces: expected people that the training of model did not see, found the training list of"
            + " its card",
        card(faces));
  }

  @Test
  void refusesTheSamePeopleInOtherImages() {
    refuses(
        "probes: expected people that the training of model did not see, found the people of its"
            + " card",
        card(new People(List.of("Person_0/8.jpg", "Person_2/9.jpg", "Person_1/9.jpg"))));
  }

  @Test
  void refusesAPersonOfTheList() {
    People trained = new People(List.of("Somebody/1.jpg", "Person_1/77.jpg"));
    refuses(
        "expected people that the training of model did not see, found 1 of its people or images,"
            + " for instance Person_1",
        card(trained),
        trained);
  }

  /** Names of digits say nothing; the bytes do. */
  @Test
  void refusesAnImageOfTheListUnderAnotherName() {
    FaceDataset trained =
        new Renamed(new People(List.of("17/1.jpg", "Person_1/2.jpg")), List.of("17", "18"));
    refuses(
        "expected people that the training of model did not see, found 1 of its people or images,"
            + " for instance Person_1/2.jpg",
        card(trained),
        trained);
  }

  @Test
  void refusesAListThatNoCardNames() {
    BadDataException e =
        assertThrows(
            BadDataException.class,
            () ->
                TrainingKnowledge.requireKnown(
                    Map.of("train.list", faces), List.of(card(People.of(4)))));
    assertEquals(
        "train.list: expected the training list that a model's card names, found another",
        e.getMessage());
  }

  private record Renamed(People faces, List<String> identities) implements FaceDataset {
    @Override
    public int size() {
      return faces.size();
    }

    @Override
    public int identity(int index) {
      return faces.identity(index);
    }

    @Override
    public String name(int index) {
      return faces.name(index);
    }

    @Override
    public byte[] encoded(int index) {
      return faces.encoded(index);
    }

    @Override
    public String sha256() {
      return faces.sha256();
    }
  }
}
