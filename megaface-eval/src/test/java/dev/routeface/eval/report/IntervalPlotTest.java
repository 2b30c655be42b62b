package dev.routeface.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.report.IntervalPlot.Bar;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class IntervalPlotTest {
  private static final int BLUE = 0x0072B2;

  private static BufferedImage draw(Bar... bars) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(new IntervalPlot("points", List.of(bars)).png()));
  }

  private static Bar bar(String name, double estimate, double low, double high) {
    return new Bar(name, new Interval(estimate, low, high));
  }

  private static long blue(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff)
        .filter(colour -> colour == BLUE)
        .count();
  }

  @Test
  void fillsTheDotOfAnIntervalWithoutZero() throws IOException {
    long filled = blue(draw(bar("a", 1, 1e-9, 2)));
    long hollow = blue(draw(bar("a", 1, -1e-9, 2)));
    assertTrue(filled > hollow + 50, filled + " and " + hollow);
  }

  @Test
  void growsByRowsAndByNames() throws IOException {
    BufferedImage one = draw(bar("a", 1, 0, 2));
    BufferedImage two = draw(bar("a", 1, 0, 2), bar("a name that takes more room", 1, 0, 2));
    assertEquals(one.getHeight() + 52, two.getHeight());
    assertTrue(one.getWidth() + 200 < two.getWidth(), one.getWidth() + " and " + two.getWidth());
  }

  /** Equal models differ in nothing, and nothing has a width. */
  @Test
  void drawsNoDifferenceAtAll() throws IOException {
    assertTrue(blue(draw(bar("a", 0, 0, 0))) > 0);
  }

  @Test
  void refusesAPlotOfNothing() {
    assertEquals(
        "expected at least one interval, found none",
        assertThrows(IllegalArgumentException.class, () -> new IntervalPlot("x", List.of()))
            .getMessage());
  }
}
