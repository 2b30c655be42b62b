package dev.routeface.eval.report;

import dev.routeface.sdk.image.ContactSheet;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pairs of pictures side by side, for somebody to look at.
 *
 * @param name file name of the contact sheet, as a figure's
 * @param caption what the pairs have in common
 * @param pairs in reading order, at least one, all pictures of one size
 */
public record PairSheet(String name, String caption, List<Pair> pairs) implements Section {
  private static final int COLUMNS = 5;

  /**
   * Two pictures.
   *
   * @param note what to know of them, a line each
   */
  public record Pair(RgbImage left, RgbImage right, List<String> note) {
    public Pair {
      note = List.copyOf(note);
    }

    byte[] png() {
      return ImageWriter.png(both());
    }

    private RgbImage both() {
      return ContactSheet.of(List.of(left, right), 2);
    }
  }

  public PairSheet {
    pairs = List.copyOf(pairs);
  }

  /** The notes, numbered as the pairs stand on the contact sheet. */
  @Override
  public String text() {
    return IntStream.range(0, pairs.size())
        .mapToObj(n -> "%3d  %s\n".formatted(n + 1, String.join("; ", pairs.get(n).note())))
        .collect(Collectors.joining("", caption + " (" + name + ".png)\n\n", ""));
  }

  @Override
  public Optional<Figure> picture() {
    RgbImage sheet = ContactSheet.of(pairs.stream().map(Pair::both).toList(), COLUMNS);
    return Optional.of(
        new Figure(
            name,
            caption,
            "%d pairs, %d in a row".formatted(pairs.size(), Math.min(COLUMNS, pairs.size())),
            ImageWriter.png(sheet)));
  }
}
