package dev.routeface.sdk.cli;

import dev.routeface.models.io.BadInputException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.image.ContactSheet;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads every image of a data set and says what is there. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Reads every image of a data set and says what is there."
            + " Prints counts, sizes, images per identity, and each image that cannot be read; exit code 1"
            + " if there is one.",
    footer = {"", "Example:", "  routeface data inspect faces/ --sheet faces.png"})
final class DataInspectCommand implements Callable<Integer> {
  private static final int[] STEPS = {1, 2, 5, 10, 20, 50, 100, 1000, Integer.MAX_VALUE};
  private static final int TILE = 96;
  private static final int TILES = 100;
  private static final int COLUMNS = 10;
  private static final int BAR = 40;

  @Parameters(paramLabel = "PATH", description = "Folder, record file or list of faces.")
  private Path path;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "Also draws the first face of up to 100 identities, as PNG.")
  private Optional<Path> sheet = Optional.empty();

  private final Map<String, Integer> sizes = new TreeMap<>();
  private final List<String> corrupt = new ArrayList<>();
  private final Map<Integer, RgbImage> firsts = new TreeMap<>();

  @Override
  public Integer call() {
    FaceDataset faces = Faces.open(path);
    read(faces);
    System.out.printf("%s%n", path);
    System.out.printf("  identities  %d%n", faces.identities().size());
    System.out.printf("  images      %d%n", faces.size());
    System.out.printf("  sha256      %s%n", faces.sha256());
    sizes.forEach((size, count) -> System.out.printf("  %-11s %d%n", size, count));
    System.out.println("  images per identity:");
    histogram(faces).forEach(line -> System.out.println("    " + line));
    corrupt.forEach(message -> System.out.println("  corrupt: " + message));
    sheet.filter(file -> !firsts.isEmpty()).ifPresent(this::draw);
    return corrupt.isEmpty() ? 0 : RouteFace.FAILED;
  }

  private void read(FaceDataset faces) {
    try (Progress.Task task = new ConsoleProgress().start("reading faces", faces.size())) {
      for (int i = 0; i < faces.size(); i++) {
        read(faces, i);
        task.step();
      }
    }
  }

  private void read(FaceDataset faces, int index) {
    try {
      RgbImage image = ImageReader.read(faces.name(index), faces.encoded(index));
      sizes.merge(image.width() + " x " + image.height(), 1, Integer::sum);
      if (firsts.size() < TILES && !firsts.containsKey(faces.identity(index))) {
        firsts.put(faces.identity(index), ImageReader.resized(image, TILE));
      }
    } catch (BadInputException e) {
      corrupt.add(e.getMessage());
    }
  }

  private static List<String> histogram(FaceDataset faces) {
    int[] images = new int[faces.identities().size()];
    for (int i = 0; i < faces.size(); i++) {
      images[faces.identity(i)]++;
    }
    List<String> lines = new ArrayList<>();
    for (int step = 0; step + 1 < STEPS.length; step++) {
      int low = STEPS[step];
      int high = STEPS[step + 1] - 1;
      long count = Arrays.stream(images).filter(n -> n >= low && n <= high).count();
      String range =
          step + 2 == STEPS.length ? low + "-" : low == high ? "" + low : low + "-" + high;
      String bar = "#".repeat((int) Math.ceil((double) BAR * count / images.length));
      lines.add("%8s  %6d  %s".formatted(range, count, bar).stripTrailing());
    }
    return lines;
  }

  private void draw(Path file) {
    byte[] png = ImageWriter.png(ContactSheet.of(List.copyOf(firsts.values()), COLUMNS));
    DurableFile.write(file, to -> to.write(png));
  }
}
