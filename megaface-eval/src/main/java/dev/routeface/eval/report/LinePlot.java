package dev.routeface.eval.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over common axes, as PNG. Lines are told apart by colour (the palette of Okabe and Ito,
 * safe for colour-blind readers), by dash and, where points are few enough, by marker. The legend
 * stands below the plot, where it can cover no line.
 *
 * @param x horizontal axis
 * @param y vertical axis
 * @param lines at least one
 */
public record LinePlot(Axis x, Axis y, List<Line> lines) {
  /**
   * An axis.
   *
   * @param title quantity and unit
   * @param logarithmic whether equal ratios are equally far apart
   */
  public record Axis(String title, boolean logarithmic) {
    public static Axis linear(String title) {
      return new Axis(title, false);
    }

    public static Axis logarithmic(String title) {
      return new Axis(title, true);
    }
  }

  private static final int WIDTH = 760;
  private static final int HEIGHT = 430;

  /** What each line adds to the legend's height. */
  private static final int LEGEND_ROW = 23;

  /** Markers on more points than this would hide the line. */
  private static final int MARKED_POINTS = 40;

  /** For captions, after their last sentence. */
  static final String MARKED =
      " Markers stand at the points that were computed, on lines of at most %d; a line of more has none."
          .formatted(MARKED_POINTS);

  /** Pixels per unit of length, for sharp print and sharp screens. */
  private static final int SCALE = 2;

  private static final Color INK = new Color(0x222222);
  private static final Color GRID = new Color(0xE3E3E3);

  private static final Color[] COLOURS = {
    new Color(0x0072B2),
    new Color(0xD55E00),
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0x56B4E9),
    new Color(0xE69F00),
    new Color(0x222222)
  };
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_DOWN
  };
  private static final BasicStroke[] STROKES = {
    new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND),
    new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {7f, 4f}, 0f)
  };

  /**
   * One line.
   *
   * @param name for the legend
   * @param points at least one, in order of x; above 0 on logarithmic axes
   */
  public record Line(String name, List<Point> points) {}

  /** A point of a line. */
  public record Point(double x, double y) {}

  public LinePlot {
    lines = List.copyOf(lines);
    if (lines.isEmpty() || lines.stream().anyMatch(line -> line.points().isEmpty())) {
      throw new IllegalArgumentException("expected lines of at least one point, found " + lines);
    }
  }

  /** Draws. */
  public byte[] png() {
    int height = HEIGHT + LEGEND_ROW * lines.size();
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .xAxisTitle(x.title())
            .yAxisTitle(y.title())
            .build();
    style(chart.getStyler());
    for (int n = 0; n < lines.size(); n++) {
      add(chart, lines.get(n), n);
    }
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, height);
    graphics.dispose();
    return encoded(image);
  }

  /** The number keeps lines of one name apart, for two runs may be called alike. */
  private static void add(XYChart chart, Line line, int n) {
    XYSeries series =
        chart.addSeries(
            n + " " + line.name(),
            line.points().stream().mapToDouble(Point::x).toArray(),
            line.points().stream().mapToDouble(Point::y).toArray());
    series.setLabel(line.name());
    series.setLineColor(COLOURS[n % COLOURS.length]);
    series.setMarkerColor(COLOURS[n % COLOURS.length]);
    series.setMarker(
        line.points().size() > MARKED_POINTS ? SeriesMarkers.NONE : MARKERS[n % MARKERS.length]);
    series.setLineStyle(STROKES[n / COLOURS.length % STROKES.length]);
  }

  private void style(XYStyler styler) {
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setXAxisLogarithmic(x.logarithmic()).setYAxisLogarithmic(y.logarithmic());
    styler.setPlotGridLinesColor(GRID).setAxisTitleFont(text);
    styler.setLocale(Locale.ROOT);
    if (x.logarithmic()) {
      styler.setXAxisTickLabelsFormattingFunction(Numbers::place);
    }
    if (y.logarithmic()) {
      styler.setYAxisTickLabelsFormattingFunction(Numbers::place);
    }
    styler.setAxisTickLabelsFont(text.deriveFont(12f)).setPlotMargin(0);
    styler.setAxisTickLabelsColor(INK).setAxisTickMarksColor(INK);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setLegendPosition(LegendPosition.OutsideS).setLegendFont(text).setLegendPadding(6);
    styler
        .setLegendBorderColor(Color.WHITE)
        .setLegendBackgroundColor(new Color(255, 255, 255, 225));
    styler.setChartBackgroundColor(Color.WHITE).setPlotBorderColor(GRID);
    styler.setChartFontColor(INK).setChartTitleVisible(false).setMarkerSize(6);
    styler.setChartPadding(12).setAntiAlias(true).setTextAntiAlias(true);
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
