package dev.routeface.sdk.cli;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ImportedCard;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Architecture;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.PreparationProbe;
import dev.routeface.sdk.train.Origin;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What imports of one file ask for, and the folder that they write. */
final class ImportOptions {
  /** Of nearly every public face embedder: what a probe tries where the graph takes any size. */
  private static final int USUAL_SIZE = 112;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(paramLabel = "FILE", description = "The file to bring in; it stays as it is.")
  private Path file;

  @ArgGroup private Prepared prepared = new Prepared();

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      required = true,
      description = "What one may do with the model: an SPDX identifier or a sentence.")
  private String licence;

  @Option(
      names = "--origin",
      paramLabel = "TEXT",
      required = true,
      description = "Where it comes from and what it was trained on, in a sentence.")
  private String origin;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "New folder.")
  private Path out;

  /** Two ways to know the preparation, one at a time. */
  private static final class Prepared {
    @Option(
        names = "--preparation",
        paramLabel = "JSON|FILE",
        description = "Size, channel order, means and scales of its images.")
    private Optional<String> stated = Optional.empty();

    @Option(
        names = "--probe-preparation",
        paramLabel = "FACES",
        description =
            "Tries the usual preparations on faces of at least 20 people and takes the best, if it"
                + " is clearly the best.")
    private Optional<Path> faces = Optional.empty();
  }

  /**
   * A preparation and how it is known.
   *
   * @param how in words, for the card
   */
  record Known(Preparation preparation, String how) {}

  /**
   * What is brought in.
   *
   * @param form what was recognised, in words
   */
  record Model(Optional<Architecture> architecture, int embedding, String form) {}

  Path file() {
    return file;
  }

  Path out() {
    return out;
  }

  /** Looks at the folder before the work begins. */
  void requireFresh() {
    FreshFolder.require(out);
    requireWords("--licence", licence);
    requireWords("--origin", origin);
  }

  private void requireWords(String option, String text) {
    if (text.isBlank()) {
      throw wrong("expected a text after %s, found none".formatted(option));
    }
  }

  /**
   * The preparation: as stated, as the file says, or as a probe finds.
   *
   * @param size side of the images, if the model has one only
   * @param inFile what the file itself says
   * @param open the model with a preparation
   */
  Known preparation(
      Optional<Integer> size, Optional<Known> inFile, Function<Preparation, Embedder> open) {
    if (prepared.stated.isPresent()) {
      return fitting(size, new Known(stated(prepared.stated.get()), "stated"));
    } else if (prepared.faces.isPresent()) {
      return probed(size.orElse(USUAL_SIZE), prepared.faces.get(), open);
    }
    return fitting(size, inFile.orElseThrow(this::unknown));
  }

  private static Preparation stated(String text) {
    Fields fields =
        text.stripLeading().startsWith("{")
            ? Fields.parse("--preparation", text)
            : Fields.open(Path.of(text));
    return fields.read(Preparation::of);
  }

  private Known fitting(Optional<Integer> size, Known known) {
    int found = known.preparation().size();
    if (size.isPresent() && size.get() != found) {
      throw wrong(
          "%s: expected a preparation of %d pixels, which the model takes, found %d"
              .formatted(file, size.get(), found));
    }
    return known;
  }

  private ParameterException unknown() {
    return wrong(
        file
            + " does not say how its images are prepared; state it, for instance --preparation"
            + " '{\"size\": 112, \"order\": \"RGB\", \"mean\": [127.5, 127.5, 127.5], \"scale\":"
            + " [127.5, 127.5, 127.5]}', or find out with --probe-preparation FACES");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private Known probed(int size, Path faces, Function<Preparation, Embedder> open) {
    PreparationProbe.Outcome outcome =
        PreparationProbe.run(Faces.open(faces), size, open, new ConsoleProgress());
    int pairs = outcome.scores().get(0).right().size();
    console().printf("%d pairs told:%n", pairs);
    outcome.scores().forEach(s -> console().printf("  %6s  %s%n", percent(s), words(s)));
    console().flush();
    return outcome
        .clear()
        .map(best -> known(best, outcome.scores().get(1), pairs))
        .orElseThrow(() -> unclear(outcome));
  }

  private static Known known(PreparationProbe.Score best, PreparationProbe.Score next, int pairs) {
    return new Known(
        best.preparation(),
        "a guess: told %s of %d pairs, the next best %s"
            .formatted(percent(best), pairs, percent(next)));
  }

  private BadDataException unclear(PreparationProbe.Outcome outcome) {
    return new BadDataException(
        String.format(
            Locale.ROOT,
            "%s: expected one preparation that is clearly the best, found %s and %s of the pairs told"
                + " by the best two, a difference with a chance of %.2g; state it with --preparation",
            file,
            percent(outcome.scores().get(0)),
            percent(outcome.scores().get(1)),
            outcome.chance()));
  }

  private static String percent(PreparationProbe.Score score) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * score.accuracy());
  }

  private static String words(PreparationProbe.Score score) {
    return words(score.preparation());
  }

  /** {@code 112 x 112 RGB, minus 127.5, over 127.5}. */
  static String words(Preparation preparation) {
    return "%d x %d %s, minus %s, over %s"
        .formatted(
            preparation.size(),
            preparation.size(),
            preparation.order(),
            numbers(preparation.mean()),
            numbers(preparation.scale()));
  }

  private static String numbers(double[] three) {
    boolean same = three[0] == three[1] && three[1] == three[2];
    return Arrays.stream(three)
        .limit(same ? 1 : three.length)
        .mapToObj(ImportOptions::plain)
        .collect(Collectors.joining(" "));
  }

  private static String plain(double number) {
    return new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  /**
   * Writes the card, which makes the folder a model, and says how to go on.
   *
   * @param weights what was written beside it
   */
  void finish(Model model, Known known, ModelCard.WeightsFile weights) {
    Origin program = Application.origin(command.commandLine().getParseResult().originalArgs());
    Card card =
        new ImportedCard(
            id(),
            model.architecture(),
            model.embedding(),
            known.preparation(),
            weights,
            new ImportedCard.Source(
                String.valueOf(file.getFileName()),
                Sha256.ofFile(file),
                model.form(),
                known.how(),
                program.command(),
                program.revision()),
            new ModelCard.Terms(licence, List.of(origin)));
    card.write(out.resolve(Card.FILE));
    say("preparation", words(known.preparation()) + " (" + known.how() + ")");
    say("embedding", model.embedding() + " dimensions");
    say("written", out + ", sha256 " + weights.sha256());
    say("next", "routeface embed FACES --model %s --out embedded".formatted(out));
    say(
        "",
        "routeface evaluate pairs --model %s --data faces=LFW --pairs LFW/pairs.txt --flip none"
                .formatted(out)
            + " --fmr 1e-2 1e-3 --resamples 2000 --seed 1 --out report");
  }

  /** What cards accept as an id. */
  private String id() {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String id = name.replaceFirst("\\.[a-z0-9]+$", "").replaceAll("[^a-z0-9._-]+", "-");
    return id.replaceFirst("^[._-]*", "").isEmpty() ? "imported" : id.replaceFirst("^[._-]*", "");
  }

  void say(String what, String line) {
    console().printf("%-13s %s%n", what, line);
    console().flush();
  }

  private PrintWriter console() {
    return command.commandLine().getOut();
  }
}
