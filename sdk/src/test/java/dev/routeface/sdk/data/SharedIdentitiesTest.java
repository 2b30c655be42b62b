package dev.routeface.sdk.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharedIdentitiesTest {
  /** One image of each person, {@code file/PERSON}. */
  private record People(String file, List<String> identities) implements FaceDataset {
    @Override
    public int size() {
      return identities.size();
    }

    @Override
    public int identity(int index) {
      return index;
    }

    @Override
    public String name(int index) {
      return file + "/" + identities.get(index);
    }

    @Override
    public byte[] encoded(int index) {
      return new byte[0];
    }

    @Override
    public String sha256() {
      return file;
    }
  }

  private static List<String> shared(String file, String other, List<String> people) {
    return SharedIdentities.of(
        new People(file, List.of("Ada", "Bob", "7")), new People(other, people));
  }

  @Test
  void namesPeopleWhoStandInBoth() {
    assertEquals(List.of("Bob"), shared("a", "b", List.of("Bob", "Eve")));
    assertEquals(List.of(), shared("a", "b", List.of("Eve")));
  }

  @Test
  void numbersAreNamesWithinOneDataSetOnly() {
    assertEquals(List.of(), shared("a", "b", List.of("7")));
  }

  @Test
  void namesImagesThatStandInBoth() {
    assertEquals(List.of("a/7"), shared("a", "a", List.of("7")));
  }
}
