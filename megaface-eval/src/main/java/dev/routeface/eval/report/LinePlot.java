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
 * Lines over a common axis, as PNG. Lines are told apart by colour (the palette of Okabe and Ito,
 * safe for colour-blind readers), by marker and by dash.
 *
 * @param xTitle quantity and unit of the horizontal axis
 * @param yTitle quantity and unit of the vertical axis
 * @param logX whether the horizontal axis is logarithmic
 * @param legend the corner that the lines leave free
 * @param lines at least one
 */
public record LinePlot(
    String xTitle, String yTitle, boolean logX, Corner legend, List<Line> lines) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;

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

  /** Where the legend stands. */
  public enum Corner {
    TOP_LEFT(LegendPosition.InsideNW),
    TOP_RIGHT(LegendPosition.InsideNE),
    BOTTOM_LEFT(LegendPosition.InsideSW),
    BOTTOM_RIGHT(LegendPosition.InsideSE);

    private final LegendPosition position;

    Corner(LegendPosition position) {
      this.position = position;
    }
  }

  /**
   * One line.
   *
   * @param name for the legend
   * @param points at least one, in order of x; above 0 on a logarithmic axis
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
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    for (int n = 0; n < lines.size(); n++) {
      add(chart, lines.get(n), n);
    }
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
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
    series.setMarker(MARKERS[n % MARKERS.length]);
    series.setLineStyle(STROKES[n / COLOURS.length % STROKES.length]);
  }

  private void style(XYStyler styler) {
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setXAxisLogarithmic(logX).setPlotGridLinesColor(GRID).setAxisTitleFont(text);
    styler.setLocale(Locale.ROOT);
    if (logX) {
      styler.setXAxisTickLabelsFormattingFunction(Numbers::place);
    }
    styler.setAxisTickLabelsFont(text.deriveFont(12f)).setPlotMargin(0);
    styler.setAxisTickLabelsColor(INK).setAxisTickMarksColor(INK);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setLegendPosition(legend.position).setLegendFont(text).setLegendPadding(8);
    styler.setLegendBorderColor(GRID).setLegendBackgroundColor(new Color(255, 255, 255, 225));
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
