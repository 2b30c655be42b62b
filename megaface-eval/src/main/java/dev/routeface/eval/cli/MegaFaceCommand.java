package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.devkit.Cleaning;
import dev.routeface.eval.devkit.DevkitOutput;
import dev.routeface.eval.devkit.Experiment;
import dev.routeface.eval.devkit.Features;
import dev.routeface.eval.devkit.Galleries;
import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.devkit.Probes;
import dev.routeface.eval.devkit.Reading;
import dev.routeface.eval.devkit.Similarity;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.FeatureSource;
import dev.routeface.eval.features.MissingFeaturesException;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.protocol.MegaFaceResult;
import dev.routeface.eval.report.Link;
import dev.routeface.eval.report.ModelRow;
import dev.routeface.eval.report.Report;
import dev.routeface.eval.report.Section;
import dev.routeface.eval.report.Table;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.train.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the MegaFace devkit's experiment on feature files. */
@Command(
    name = "megaface",
    mixinStandardHelpOptions = true,
    description =
        "Runs the MegaFace devkit's experiment on feature files: its lists, scores, tie rule and"
            + " curves, written under its names and keys. All lists are judged in one pass over the"
            + " distractors.",
    footer = {
      "",
      "Example:",
      "  routeface evaluate megaface --probe-list facescrub_features_list.json \\",
      "    --distractor-lists templatelists --probe-features features/facescrub \\",
      "    --distractor-features features/megaface --suffix _r100.bin \\",
      "    --sizes 10 100 1000 --sets 1 --out results"
    })
final class MegaFaceCommand implements Stoppable {
  private static final double FPR = 1e-6;

  /** As in {@code OperatingPoint}. */
  private static final int ENOUGH = 10;

  private static final String READINGS =
      "Percent. The true positive rate is exact, against the distractors of the first 100 probes;"
          + " right of it, what public scripts read off the devkit's thinned curve. An asterisk marks"
          + " a rate with fewer than 10 expected false positives: too few to rely on.";
  private static final List<String> HEADER =
      List.of(
          "lists",
          "distractors",
          "searches",
          "rank-1",
          "rank-10",
          "TPR @ FPR 1e-6",
          "first above",
          "nearest",
          "linear",
          "log-linear");

  @Spec private CommandSpec command;
  @Mixin private MegaFaceLists lists;
  @Mixin private FeatureOptions features;
  @Mixin private NoiseOptions noises;
  @Mixin private SparkOption spark;

  @Option(
      names = "--metric",
      paramLabel = "SCORE",
      defaultValue = "devkit",
      converter = Words.Similarities.class,
      description =
          "devkit: minus the squared distance of the features as they are; or cosine. Default:"
              + " devkit.")
  private Similarity metric;

  @Option(
      names = "--strict",
      description = "Rounds sums as the devkit does, its last digits included.")
  private boolean strict;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Bootstrap resamples of the identities for the intervals. Default: 2000.")
  private int resamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the intervals and of InsightFace's jitter. Default: 1.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder for report.html and the devkit's cmc_*.json and matches_*.json, all images as"
              + " listed. With noise lists its folder \"cleaned\" holds the same files once more,"
              + " judged after --noise-strategy; with --model \"features\" holds the embeddings.")
  private Path out;

  private final Inputs inputs;
  private final Progress progress;

  MegaFaceCommand(Inputs inputs) {
    this.inputs = inputs;
    this.progress = inputs.progress();
  }

  @Override
  public void run() {
    IdentityBootstrap bootstrap = bootstrap();
    MegaFaceFolder results = MegaFaceFolder.at(out);
    results.replaced(origin().command()).ifPresent(progress::warn);
    FeatureNotes notes = new FeatureNotes(metric, progress);
    Optional<Comparison> elsewhere = spark.comparison(features::shards, progress);
    String algorithm = features.algorithm();
    TemplateList probeList = lists.probes();
    List<MegaFaceLists.Distractors> distractorLists = lists.distractors();
    Galleries galleries =
        new Galleries(distractorLists.stream().map(l -> l.list().paths()).toList());
    Optional<Cleaning> cleaning =
        noises.cleaning(seed, probeList.paths(), galleries.paths(), progress);
    features.requireReadable(probeList.paths(), galleries.paths(), out, progress);
    FeatureSource probeSource = features.probes(inputs, probeList.paths(), out);
    complete(() -> probeSource.requireAll(probeList.paths()));
    Probes probes =
        new Probes(
            read(probeSource, probeList.paths(), "probes", notes).inMemory(),
            probeList.ids().orElseThrow());
    requireMates(probes);
    Comparison comparison = elsewhere.orElseGet(() -> here(galleries, notes));
    List<Judged> judged = new ArrayList<>();
    complete(
        () ->
            judged.add(
                new Judged("as listed", out, comparison.run(probes, galleries, Optional.empty()))));
    cleaning
        .map(how -> cleaned(how, probeList, probes, galleries, comparison))
        .ifPresent(judged::add);
    results.clear();
    String digest = digest(probeList, distractorLists);
    write(new Written(algorithm, bootstrap, digest, distractorLists, notes), judged);
  }

  private Comparison here(Galleries galleries, FeatureNotes notes) {
    FeatureSource source = features.distractors(inputs, galleries.paths(), out);
    complete(() -> source.requireAll(galleries.paths()));
    return new Comparison.Here(
        galleries, read(source, galleries.paths(), "distractors", notes), progress);
  }

  /** As in the devkit, nothing is judged unless everything is there. */
  private void complete(Runnable work) {
    try {
      work.run();
    } catch (MissingFeaturesException e) {
      Path all = out.resolve("missing.txt");
      DurableFile.writeText(all, String.join("\n", e.missing()) + "\n");
      throw new BadDataException(e.getMessage() + "; all of them stand in " + all, e);
    }
  }

  private Features read(FeatureSource source, List<String> paths, String side, FeatureNotes notes) {
    Rows rows = source.read(paths, progress);
    notes.add(side, source, paths, rows);
    return Features.of(rows, metric, paths::get);
  }

  private static void requireMates(Probes probes) {
    if (!probes.hasMates()) {
      throw new BadDataException(
          "expected a probe identity with two images, found none among %d images"
              .formatted(probes.ids().size()));
    }
  }

  /** What was found for every list, as listed or cleaned. */
  private record Judged(String name, Path folder, List<Identification> found) {}

  private Judged cleaned(
      Cleaning cleaning,
      TemplateList probeList,
      Probes probes,
      Galleries galleries,
      Comparison comparison) {
    Galleries clean = galleries.each(cleaning::clean);
    Probes cleanProbes = cleaning.clean(probeList.paths(), probes);
    requireMates(cleanProbes);
    return new Judged(
        "cleaned",
        out.resolve("cleaned"),
        comparison.run(cleanProbes, clean, Optional.of(cleaning)));
  }

  private IdentityBootstrap bootstrap() {
    try {
      return new IdentityBootstrap(resamples, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--resamples: " + e.getMessage());
    }
  }

  /**
   * What all files and reports have in common.
   *
   * @param digest of all lists
   */
  private record Written(
      String algorithm,
      IdentityBootstrap bootstrap,
      String digest,
      List<MegaFaceLists.Distractors> distractors,
      FeatureNotes notes) {}

  private static String digest(TemplateList probes, List<MegaFaceLists.Distractors> distractors) {
    return Sha256.ofLines(
        Stream.concat(
            Stream.of(probes.digest()), distractors.stream().map(list -> list.list().digest())));
  }

  private void write(Written common, List<Judged> judged) {
    List<List<String>> rows = new ArrayList<>();
    OverSets sets = new OverSets(FPR);
    for (int i = 0; i < common.distractors().size(); i++) {
      MegaFaceLists.Distractors list = common.distractors().get(i);
      DevkitOutput output =
          new DevkitOutput(lists.probeSet(), common.algorithm(), list.size(), list.set(), strict);
      for (Judged one : judged) {
        output.write(one.found().get(i), one.folder());
        sets.add(list.size(), one.name(), one.found().get(i));
        rows.add(row(list.name(lists.several()) + ", " + one.name(), one.found().get(i)));
      }
    }
    List<Table> figures = new ArrayList<>(List.of(new Table(READINGS, HEADER, rows)));
    sets.table().ifPresent(figures::add);
    List<Section> tables = new ArrayList<>(figures);
    common.notes().table().ifPresent(tables::add);
    for (Judged one : judged) {
      report(common, one, Stream.concat(other(one, judged), tables.stream()).toList())
          .write(one.folder());
    }
    figures.forEach(table -> command.commandLine().getOut().println(table.text()));
    command.commandLine().getOut().println("Report: " + out.resolve("report.html"));
  }

  /** From the one report to the other, where there are two. */
  private static Stream<Section> other(Judged one, List<Judged> judged) {
    return judged.stream()
        .filter(other -> other != one)
        .map(
            other ->
                new Link(
                    "The same experiment, " + other.name() + ":",
                    one.folder().relativize(other.folder()).resolve("report.html").toString()));
  }

  private Report report(Written common, Judged judged, List<Section> tables) {
    List<MegaFaceResult.Found> found = new ArrayList<>();
    for (int i = 0; i < common.distractors().size(); i++) {
      found.add(
          new MegaFaceResult.Found(
              common.distractors().get(i).name(lists.several()), judged.found().get(i)));
    }
    MegaFaceResult result =
        MegaFaceResult.of(
            "megaface lists %s score %s, %s".formatted(common.digest(), metric, judged.name()),
            "MegaFace, " + judged.name(),
            found);
    return new Report(
        "MegaFace, " + judged.name(),
        provenance(common),
        common.bootstrap(),
        List.of(new ModelRow(features.name(), Fields.object(), List.of(result))),
        tables);
  }

  private ObjectNode provenance(Written common) {
    Origin origin = origin();
    ObjectNode json = Fields.object();
    features.model().ifPresent(model -> json.set("model", model.toJson()));
    json.set("features", common.notes().digests());
    return json.put("command", origin.command())
        .put("revision", origin.revision())
        .put("lists", common.digest())
        .put("score", Words.of(metric))
        .put("strict", strict)
        .put("kernel", Experiment.kernel())
        .put("java", Runtime.version().toString())
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  private Origin origin() {
    return Application.origin(command.commandLine().getParseResult().originalArgs());
  }

  private static List<String> row(String name, Identification found) {
    var roc = found.verification();
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(String.valueOf(found.distractors()));
    row.add(String.valueOf(found.pairs().size()));
    row.add(percent(found.hits(0)));
    row.add(percent(found.hits(9)));
    row.add(percent(roc.tprAt(FPR)) + (FPR * roc.negatives() < ENOUGH ? "*" : ""));
    for (Reading reading : Reading.values()) {
      row.add(percent(reading.of(roc.curve(), FPR)));
    }
    return row;
  }

  private static String percent(double rate) {
    return String.format(Locale.ROOT, "%.3f", 100 * rate);
  }

  @Override
  public String ifStopped() {
    return features.ifStopped(out);
  }
}
