package dev.routeface.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.routeface.eval.metric.Interval;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsNamesLeftAndFiguresRight() {
    Table table =
        new Table(
            "Two models.",
            List.of("model", "rank-1"),
            List.of(List.of("teacher", "9.50"), List.of("r16", "52.46 [50.10, 54.85]")));
    assertEquals(
        """
        Two models.

        model                  rank-1
        -----------------------------
        teacher                  9.50
        r16      52.46 [50.10, 54.85]
        """,
        table.text());
  }

  @Test
  void goesOnBelowWhereItIsWiderThanAScreen() {
    String wide = "x".repeat(51);
    Table table =
        new Table(
            "Three columns.",
            List.of("model", wide, "b" + wide, "rank-1"),
            List.of(List.of("teacher", "1", "2", "3")));
    String text = table.text();
    assertEquals(
        """
        Three columns.

        model    %1$s  b%1$s
        %2$s
        teacher  %3$s1   %3$s2

        model    rank-1
        ---------------
        teacher       3
        """
            .formatted(wide, "-".repeat(7 + 2 + 51 + 2 + 52), " ".repeat(50)),
        text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 120), text);
  }

  @Test
  void fillsAScreenToItsLastColumn() {
    String wide = "x".repeat(120 - 7 - 2);
    Table table =
        new Table("Two columns.", List.of("model", wide), List.of(List.of("teacher", "1")));
    assertEquals(5, table.text().lines().count());
    Table wider =
        new Table(
            "Too wide for any screen.",
            List.of("model", wide + "y"),
            List.of(List.of("teacher", "1")));
    assertEquals(5, wider.text().lines().count(), "a column is never cut");
  }

  @Test
  void refusesARowOfAnotherLength() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Table("", List.of("a", "b"), List.of(List.of("1"))));
    assertEquals("expected rows of 2 cells, found [1]", e.getMessage());
  }

  @Test
  void writesNumbersAlikeEverywhere() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals("52.46 [50.10, 54.85]", Numbers.percent(new Interval(0.5246, 0.501, 0.5485)));
      assertEquals("+2.48 [-1.00, +3.26]", Numbers.points(new Interval(0.0248, -0.01, 0.0326)));
      assertEquals("8,074,373", Numbers.fact(LongNode.valueOf(8074373)));
      assertEquals("1.23", Numbers.fact(DoubleNode.valueOf(1.2345)));
      assertEquals("12300", Numbers.fact(DoubleNode.valueOf(12345.6)));
      assertEquals("int8", Numbers.fact(TextNode.valueOf("int8")));
      assertEquals("4,069", Numbers.place(4069));
      assertEquals("1e-3", Numbers.place(0.001));
    } finally {
      Locale.setDefault(before);
    }
  }
}
