package dev.routeface.eval.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.metric.Interval;
import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {
  private final HeldOutPeople people = People.heldOut(20);

  @TempDir private Path folder;

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("groups.csv"), text);
  }

  /** Even numbers and odd ones. */
  private String byPerson() {
    return "identity,group\n"
        + people.names().stream()
            .map(name -> name + "," + (name.matches(".*[02468]") ? "even" : "odd"))
            .collect(Collectors.joining("\n"));
  }

  private GroupLabels labels() {
    try {
      return GroupLabels.read(csv(byPerson()), people);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refuses(String expected, String text) throws IOException {
    Path file = csv(text);
    assertEquals(
        expected.formatted(file),
        assertThrows(BadDataException.class, () -> GroupLabels.read(file, people)).getMessage());
  }

  @Test
  void readsTheSameFromPeopleAndFromImages() throws IOException {
    GroupLabels labels = labels();
    assertEquals(List.of("even", "odd"), labels.groups());
    String byImage =
        "image,group\n\n"
            + IntStream.range(0, people.size())
                .mapToObj(i -> people.image(i) + ", " + labels.groups().get(labels.ofImage()[i]))
                .collect(Collectors.joining("\n"))
            + "\nSomebody_Else/7.jpg,odd\n";
    GroupLabels again = GroupLabels.read(csv(byImage), people);
    assertEquals(
        IntStream.of(labels.ofImage()).boxed().toList(),
        IntStream.of(again.ofImage()).boxed().toList());
  }

  @Test
  void refusesGroupsOfHalfTheData() throws IOException {
    String half =
        byPerson().lines().filter(line -> !line.endsWith("odd")).collect(Collectors.joining("\n"));
    refuses(
        "%s: expected a group for each of 100 images, 50 lack one: Person_1/0.jpg, Person_1/1.jpg,"
            + " Person_1/2.jpg, Person_1/3.jpg, Person_3/0.jpg, ...",
        half);
    String all = byPerson();
    refuses(
        "%s: expected a group for each of 100 images, 1 lack one: Stranger_19/0.jpg",
        all.substring(0, all.lastIndexOf('\n')));
  }

  @Test
  void refusesWhatIsNoListOfGroups() throws IOException {
    refuses(
        "%s line 1: expected \"identity,group\" or \"image,group\", found \"name;group\"",
        "name;group\n");
    refuses("%s line 1: expected \"identity,group\" or \"image,group\", found \"\"", "");
    refuses(
        "%s line 2: expected a name, a comma and a group, found \"Person_1\"",
        "identity,group\nPerson_1\n");
    refuses(
        "%s line 3: expected every name once, found Person_1 twice",
        "identity,group\nPerson_1,a\nPerson_1,b\n");
    refuses("%s: expected at least 2 groups, found [odd]", byPerson().replace("even", "odd"));
  }

  @Test
  void refusesAPersonInTwoGroups() throws IOException {
    String mixed =
        "image,group\n"
            + IntStream.range(0, people.size())
                .mapToObj(i -> people.image(i) + (i == 5 ? ",b" : ",a"))
                .collect(Collectors.joining("\n"));
    refuses("%s: expected one group for each person, found Person_1 in a and b", mixed);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path none = folder.resolve("none.csv");
    assertEquals(
        none + ": expected a readable text file, found no such file",
        assertThrows(BadDataException.class, () -> GroupLabels.read(none, people)).getMessage());
  }

  private final Conditions conditions = People.conditions(0.05, 0.1);
  private final JudgedModel before = People.judged("before", people, 0.9, conditions);
  private final JudgedModel after = People.judged("after", people, 1.5, conditions);

  private BiasDelta delta(JudgedModel one, JudgedModel other) {
    return BiasDelta.of(one, other, people, labels(), conditions);
  }

  @Test
  void findsNoChangeBetweenAModelAndItself() {
    for (BiasDelta.Group group : delta(before, before).groups()) {
      assertEquals(new Interval(0, 0, 0), group.falseMatches().orElseThrow().difference());
      assertEquals(new Interval(0, 0, 0), group.falseNonMatches().orElseThrow().difference());
    }
  }

  /** The specification: all pairs within a group, at the threshold for everybody. */
  @Test
  void agreesWithThePlainDefinition() {
    GroupLabels labels = labels();
    double threshold = after.at(0.1).point().threshold();
    int[] who = people.people();
    int[] falseMatches = new int[2];
    int[] nonMated = new int[2];
    int[] misses = new int[2];
    int[] mated = new int[2];
    for (int i = 0; i < people.size(); i++) {
      for (int j = i + 1; j < people.size(); j++) {
        int group = labels.ofImage()[i];
        if (group == labels.ofImage()[j]) {
          boolean match = People.cosine(after.model(), i, j) >= (float) threshold;
          (who[i] == who[j] ? mated : nonMated)[group]++;
          misses[group] += who[i] == who[j] && !match ? 1 : 0;
          falseMatches[group] += who[i] != who[j] && match ? 1 : 0;
        }
      }
    }
    for (int group = 0; group < 2; group++) {
      BiasDelta.Group found = delta(before, after).groups().get(group);
      assertEquals(20, found.people());
      assertEquals(50, found.images());
      BiasDelta.Change fmr = found.falseMatches().orElseThrow();
      BiasDelta.Change fnmr = found.falseNonMatches().orElseThrow();
      assertEquals(nonMated[group], fmr.trials());
      assertEquals((double) falseMatches[group] / nonMated[group], fmr.after().estimate(), 1e-12);
      assertEquals(mated[group], fnmr.trials());
      assertEquals((double) misses[group] / mated[group], fnmr.after().estimate(), 1e-12);
      assertEquals(
          fnmr.after().estimate() - fnmr.before().estimate(), fnmr.difference().estimate(), 1e-12);
      assertTrue(misses[group] > 0);
    }
  }

  @Test
  void summarisesHowFarGroupsDiffer() {
    BiasDelta.Change low = change(0.01);
    BiasDelta.Change high = change(0.04);
    BiasDelta delta =
        new BiasDelta(
            0.1,
            List.of(
                new BiasDelta.Group("a", 5, 9, Optional.of(low), Optional.empty()),
                new BiasDelta.Group("b", 5, 9, Optional.of(high), Optional.empty())));
    BiasDelta.Spread spread = delta.falseMatchSpread().orElseThrow();
    assertEquals(0.02, spread.before().geometricMean(), 1e-12);
    assertEquals(2, spread.before().ratio(), 1e-12);
    assertEquals(0.01, spread.leastBefore());
    assertEquals(Optional.empty(), delta.falseNonMatchSpread());
  }

  private static BiasDelta.Change change(double rate) {
    Interval interval = new Interval(rate, rate, rate);
    return new BiasDelta.Change(10_000, interval, interval, new Interval(0, 0, 0));
  }
}
