package dev.routeface.eval.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompatibilityTest {
  private final HeldOutPeople people = People.heldOut(30);
  private final Conditions conditions = People.conditions(0.05, 0.1);
  private final EmbeddedModel teacher = People.model("teacher", people, 0.7, 1);

  private List<Compatibility> with(EmbeddedModel student) {
    return Compatibility.bothWays(teacher, student, people, conditions);
  }

  @Test
  void rollsOverToTheSameModel() {
    for (Compatibility way : with(People.model("copy", people, 0.7, 1))) {
      assertTrue(way.rollOver());
      for (Compatibility.Row row : way.rows()) {
        assertEquals(new Interval(0, 0, 0), row.anew().difference());
        assertEquals(new Interval(0, 0, 0), row.before());
      }
    }
  }

  /** Other places for the same people: as good a model alone, and no use with the other. */
  @Test
  void doesNotRollOverToAModelOfAnotherSpace() {
    for (Compatibility way : with(People.model("other", people, 0.7, 2))) {
      assertTrue(way.comparable());
      assertFalse(way.rollOver());
      assertTrue(way.rows().get(0).anew().rate().estimate() < 0.2);
      assertTrue(way.rows().get(0).anew().reference().estimate() > 0.8);
    }
  }

  @Test
  void holdsEachWayAgainstTheModelThatSearches() {
    EmbeddedModel student = People.model("student", people, 1.2, 1);
    Compatibility way = with(student).get(0);
    assertEquals("teacher", way.gallery());
    assertEquals("student", way.probes());
    double alone =
        JudgedModel.of(student, people, conditions)
            .verification()
            .rank1()
            .get(0)
            .hits()
            .average(Averaging.IDENTITIES);
    assertEquals(alone, way.rows().get(0).anew().reference().estimate(), 1e-12);
    assertEquals(Optional.empty(), way.rows().get(0).point());
    assertTrue(way.rows().get(1).point().isPresent());
  }

  @Test
  void comparesNothingOfDifferentDimensions() {
    EmbeddedModel flat =
        EmbeddedModel.of(
            new ModelFile("flat", "b".repeat(64), Optional.empty()),
            people,
            faces -> People.vectors(faces, 0.7, 1, 8));
    Compatibility way = with(flat).get(1);
    assertEquals(new Compatibility("flat", "teacher", List.of(8, 16), List.of()), way);
    assertFalse(way.rollOver());
    assertEquals(
        "{\"gallery\":\"flat\",\"probes\":\"teacher\",\"dimensions\":[8,16],\"comparable\":false,"
            + "\"rollOver\":false}",
        way.toJson().toString());
  }
}
