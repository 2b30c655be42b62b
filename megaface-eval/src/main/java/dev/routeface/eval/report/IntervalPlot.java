package dev.routeface.eval.report;

import dev.routeface.eval.metric.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;

/**
 * Differences and their intervals one above the other around zero, as PNG: filled where zero lies
 * outside.
 *
 * @param axis quantity and unit
 * @param bars from the top, at least one
 */
public record IntervalPlot(String axis, List<Bar> bars) {
  /**
   * One difference.
   *
   * @param interval in the unit of the axis
   */
  public record Bar(String name, Interval interval) {}

  private static final int PLOT = 460;
  private static final int ROW = 26;
  private static final int MARGIN = 16;
  private static final int FOOT = 52;
  private static final int DOT = 8;
  private static final int TICKS = 8;
  private static final int SCALE = 2;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Color INK = new Color(0x222222);
  private static final Color GRID = new Color(0xE3E3E3);
  private static final Color BAR = new Color(0x0072B2);

  public IntervalPlot {
    bars = List.copyOf(bars);
    if (bars.isEmpty()) {
      throw new IllegalArgumentException("expected at least one interval, found none");
    }
  }

  /** Draws. */
  public byte[] png() {
    Scale scale = scale();
    int width = scale.right() + 2 * MARGIN;
    int bottom = MARGIN + ROW * bars.size();
    BufferedImage image = image(width, bottom + FOOT);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, bottom + FOOT);
    graphics.setFont(TEXT);
    new Sheet(graphics, scale, bottom).draw(this);
    graphics.dispose();
    return encoded(image);
  }

  private static BufferedImage image(int width, int height) {
    return new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
  }

  /** Names stand left of the plot, whole. */
  private Scale scale() {
    FontMetrics metrics = image(1, 1).createGraphics().getFontMetrics(TEXT);
    int names = bars.stream().mapToInt(b -> metrics.stringWidth(b.name())).max().orElse(0);
    double low = ends().min().orElse(0);
    double high = ends().max().orElse(0);
    double room = Math.max(high - low, 1e-6) / 20;
    int left = names * 21 / 20 + 2 * MARGIN; // letters drawn at another scale run a little wider
    return new Scale(left, left + PLOT, low - room, high + room);
  }

  /** Zero belongs on every plot. */
  private DoubleStream ends() {
    return bars.stream()
        .flatMapToDouble(b -> DoubleStream.of(b.interval().low(), b.interval().high(), 0));
  }

  /** Where values lie between two places in pixels. */
  private record Scale(int left, int right, double low, double high) {
    int place(double value) {
      return (int) Math.round(left + (value - low) / (high - low) * (right - left));
    }

    /** The roundest step of 1, 2 or 5 times a power of ten that gives few enough ticks. */
    double step() {
      double step = Math.pow(10, Math.floor(Math.log10((high - low) / TICKS)));
      for (double factor : new double[] {1, 2, 5}) {
        if (factor * step * TICKS >= high - low) {
          return factor * step;
        }
      }
      return 10 * step;
    }
  }

  /** The drawing itself. */
  private record Sheet(Graphics2D graphics, Scale scale, int bottom) {
    void draw(IntervalPlot plot) {
      grid();
      for (int n = 0; n < plot.bars().size(); n++) {
        bar(plot.bars().get(n), MARGIN + ROW * n + ROW / 2);
      }
      graphics.setColor(INK);
      centred(plot.axis(), (scale.left() + scale.right()) / 2, bottom + 42);
    }

    private void grid() {
      double step = scale.step();
      for (long n = (long) Math.ceil(scale.low() / step); n * step <= scale.high(); n++) {
        int x = scale.place(n * step);
        graphics.setColor(n == 0 ? INK : GRID);
        graphics.drawLine(x, MARGIN, x, bottom);
        graphics.setColor(INK);
        centred(label(n, step), x, bottom + 20);
      }
    }

    /** As many digits as the step needs, none lost to rounding. */
    private static String label(long n, double step) {
      BigDecimal exact = new BigDecimal(String.valueOf((float) step));
      return exact.multiply(BigDecimal.valueOf(n)).stripTrailingZeros().toPlainString();
    }

    private void bar(Bar bar, int y) {
      Interval interval = bar.interval();
      graphics.setColor(INK);
      int width = graphics.getFontMetrics().stringWidth(bar.name());
      graphics.drawString(bar.name(), scale.left() - MARGIN - width, y + 5);
      graphics.setColor(BAR);
      graphics.setStroke(new BasicStroke(2f));
      graphics.drawLine(scale.place(interval.low()), y, scale.place(interval.high()), y);
      int x = scale.place(interval.estimate()) - DOT / 2;
      graphics.setColor(interval.excludesZero() ? BAR : Color.WHITE);
      graphics.fillOval(x, y - DOT / 2, DOT, DOT);
      graphics.setColor(BAR);
      graphics.drawOval(x, y - DOT / 2, DOT, DOT);
      graphics.setStroke(new BasicStroke(1f));
    }

    private void centred(String text, int x, int y) {
      graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
    }
  }

  private static byte[] encoded(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("a plot cannot be encoded: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }
}
