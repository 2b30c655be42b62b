package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of texts.
 *
 * @param caption what it shows
 * @param header names of the columns
 * @param rows cells, as many as columns; a cell that ends in {@code [low, high]} is a figure and
 *     its interval
 */
public record Table(String caption, List<String> header, List<List<String>> rows)
    implements Section {
  private static final int WIDEST = 120;
  private static final String GAP = "  ";

  public Table {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "expected rows of %d cells, found %s".formatted(header.size(), row));
      }
    }
  }

  /**
   * The table as text: caption, header, rule, rows; the first column left, the others right. What
   * is wider than {@value #WIDEST} characters goes on below, beside the first column again.
   */
  @Override
  public String text() {
    int[] widths =
        IntStream.range(0, header.size())
            .map(column -> lines().stream().mapToInt(l -> l.get(column).length()).max().orElse(0))
            .toArray();
    return folds(widths).stream()
        .map(columns -> text(columns, widths))
        .collect(Collectors.joining("\n", caption + "\n\n", ""));
  }

  /** Columns that stand beside each other, the first one always among them. */
  private static List<List<Integer>> folds(int[] widths) {
    List<List<Integer>> folds = new ArrayList<>(List.of(new ArrayList<>(List.of(0))));
    int room = WIDEST - widths[0];
    for (int column = 1; column < widths.length; column++) {
      int needed = GAP.length() + widths[column];
      if (needed > room && folds.get(folds.size() - 1).size() > 1) {
        folds.add(new ArrayList<>(List.of(0)));
        room = WIDEST - widths[0];
      }
      folds.get(folds.size() - 1).add(column);
      room -= needed;
    }
    return folds;
  }

  private String text(List<Integer> columns, int[] widths) {
    List<String> lines = new ArrayList<>();
    lines().forEach(row -> lines.add(line(row, columns, widths)));
    lines.add(1, "-".repeat(lines.get(0).length()));
    return String.join("\n", lines) + "\n";
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>(rows);
    lines.add(0, header);
    return lines;
  }

  private static String line(List<String> cells, List<Integer> columns, int[] widths) {
    return columns.stream()
        .map(
            column -> {
              String cell = cells.get(column);
              String space = " ".repeat(widths[column] - cell.length());
              return column == 0 ? cell + space : space + cell;
            })
        .collect(Collectors.joining(GAP));
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("caption", caption);
    header.forEach(json.withArray("header")::add);
    ArrayNode array = json.withArray("rows");
    for (List<String> row : rows) {
      row.forEach(array.addArray()::add);
    }
    return json;
  }
}
