package dev.routeface.sdk.cli;

import dev.routeface.models.io.DurableFile;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.image.ContactSheet;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws faces that nobody has. */
@Command(
    name = "synth",
    mixinStandardHelpOptions = true,
    description =
        "Draws faces that nobody has."
            + " Writes one folder per identity to DIR/faces, and DIR/sheet.png to look at. The same numbers"
            + " draw the same faces everywhere.",
    footer = {
      "",
      "Example:",
      "  routeface data synth --identities 100 --images 20 --size 112 --seed 1 --out synthetic",
    })
final class DataSynthCommand implements Runnable {
  private static final int SHEET_ROWS = 8;
  private static final int SHEET_COLUMNS = 10;

  @Spec private CommandSpec command;

  @Option(names = "--identities", required = true, paramLabel = "N", description = "People.")
  private int identities;

  @Option(names = "--images", required = true, paramLabel = "M", description = "Pictures of each.")
  private int images;

  @Option(
      names = "--size",
      required = true,
      paramLabel = "S",
      description = "Side of the square pictures in pixels, 16 to 1024.")
  private int size;

  @Option(
      names = "--seed",
      required = true,
      paramLabel = "K",
      description = "Decides everything; people of two seeds are different people.")
  private long seed;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "New folder.")
  private Path out;

  @Override
  public void run() {
    SyntheticFaces faces = faces();
    FreshFolder.at(out);
    try (Progress.Task task = new ConsoleProgress().start("drawing faces", faces.size())) {
      IntStream.range(0, faces.size())
          .parallel()
          .forEach(
              i -> {
                byte[] png = ImageWriter.png(image(faces, i));
                DurableFile.write(
                    out.resolve("faces").resolve(faces.name(i) + ".png"), to -> to.write(png));
                task.step();
              });
    }
    byte[] sheet = ImageWriter.png(sheet(faces));
    DurableFile.write(out.resolve("sheet.png"), to -> to.write(sheet));
    System.out.printf(
        "%d identities, %d images: %s%n", identities, faces.size(), out.resolve("faces"));
  }

  private SyntheticFaces faces() {
    try {
      return new SyntheticFaces(identities, images, size, Seed.of(seed));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** One row per person. */
  private RgbImage sheet(SyntheticFaces faces) {
    int columns = Math.min(images, SHEET_COLUMNS);
    List<RgbImage> tiles = new ArrayList<>();
    for (int row = 0; row < Math.min(identities, SHEET_ROWS); row++) {
      for (int column = 0; column < columns; column++) {
        tiles.add(image(faces, row * images + column));
      }
    }
    return ContactSheet.of(tiles, columns);
  }

  private RgbImage image(SyntheticFaces faces, int index) {
    return ImageReader.readSquare(faces.name(index), faces.encoded(index), size);
  }
}
