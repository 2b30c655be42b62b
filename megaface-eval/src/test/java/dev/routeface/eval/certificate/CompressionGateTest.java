package dev.routeface.eval.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.McNemar;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionGateTest {
  private final HeldOutPeople people = People.heldOut(40);
  private final Conditions conditions = People.conditions(0.05, 0.1, 0.01);
  private final JudgedModel teacher = People.judged("teacher", people, 0.9, conditions);
  private final JudgedModel student = People.judged("student", people, 1.6, conditions);

  @Test
  void passesAModelThatIsTheOther() {
    CompressionGate gate = CompressionGate.of(teacher, teacher, people, conditions);
    assertTrue(gate.passed());
    assertEquals(List.of(), gate.failures());
    for (Check check : gate.checks()) {
      assertEquals(new Interval(0, 0, 0), check.difference());
      assertEquals(0, check.test().lowerBound());
    }
    for (Decisions decisions : gate.decisions()) {
      assertEquals(new McNemar(0, 0), decisions.accepted());
    }
  }

  @Test
  void failsAModelThatIsFarWorse() {
    CompressionGate gate = CompressionGate.of(teacher, student, people, conditions);
    assertFalse(gate.passed());
    assertEquals(
        List.of("rank-1 @ 40 distractors", "TAR @ FMR 1e-1", "TAR @ FMR 1e-2"), gate.failures());
    assertTrue(CompressionGate.of(student, teacher, people, conditions).passed());
  }

  @Test
  void turnsRoundWithItsModels() {
    Check there = CompressionGate.of(teacher, student, people, conditions).checks().get(1);
    Check back = CompressionGate.of(student, teacher, people, conditions).checks().get(1);
    assertEquals(there.reference(), back.rate());
    assertEquals(there.difference().estimate(), -back.difference().estimate(), 1e-15);
    assertEquals(
        there.rate().estimate() - there.reference().estimate(),
        there.difference().estimate(),
        1e-12);
  }

  @Test
  void passesOnlyAboveTheMargin() {
    Interval difference = new Interval(-0.01, -0.02, 0);
    assertTrue(new NonInferiority(difference, -0.0199, 0.02).passed());
    assertFalse(new NonInferiority(difference, -0.02, 0.02).passed());
  }

  /** 160 probes, 120 pairs of two people for each: 40 distractors and half of 156 others. */
  @Test
  void leavesOutRatesThatThirtyFalseMatchesCannotShow() {
    long pairs = 160 * 156 / 2 + 160 * 40;
    assertEquals(pairs, teacher.verification().counts().impostors());
    Conditions asked = People.conditions(0.05, 30.0 / pairs, 29.9 / pairs);
    JudgedModel judged = People.judged("teacher", people, 0.9, asked);
    assertEquals(2, CompressionGate.of(judged, judged, people, asked).checks().size());
    assertEquals(1, CompressionGate.of(judged, judged, people, asked).decisions().size());
  }

  /** The specification: the first two images of each person, each model at its threshold. */
  @Test
  void decidesOnOneComparisonOfEachPerson() {
    int onlyTeacher = 0;
    int onlyStudent = 0;
    for (int person = 0; person < 40; person++) {
      int image = person * People.IMAGES;
      boolean before =
          People.cosine(teacher.model(), image, image + 1) >= teacher.at(0.01).point().threshold();
      boolean after =
          People.cosine(student.model(), image, image + 1) >= student.at(0.01).point().threshold();
      onlyTeacher += before && !after ? 1 : 0;
      onlyStudent += after && !before ? 1 : 0;
    }
    Decisions found = CompressionGate.of(teacher, student, people, conditions).decisions().get(1);
    assertEquals(new Decisions(0.01, 40, new McNemar(onlyTeacher, onlyStudent)), found);
    assertTrue(onlyTeacher > 0);
  }
}
