package dev.routeface.sdk.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.data.ListFaces;
import dev.routeface.sdk.data.Split;
import dev.routeface.sdk.data.SplitRules;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cuts data sets by identity and writes one list per part. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    description =
        "Cuts data sets by identity, never by image."
            + " Writes DIR/PART.list for each part, and DIR/split.json with counts and digests.",
    footer = {
      "",
      "Example:",
      "  routeface data split models/recipes/real/split.json --data lfw=lfw112 \\",
      "      --data celeba=celeba299 --data suspects=suspect.txt --data overlap=overlap.csv \\",
      "      --out split",
    })
final class DataSplitCommand implements Runnable {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RULES.json", description = "Which identities go where.")
  private Path rulesFile;

  @Option(
      names = "--data",
      parameterConsumer = NamedValues.Paths.class,
      required = true,
      paramLabel = "NAME=PATH",
      description = "A data set or a file of exclusions, by its name in the rules.")
  private Map<String, Path> data = Map.of();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "New folder.")
  private Path out;

  @Override
  public void run() {
    SplitRules rules = SplitRules.open(rulesFile);
    Set<String> files = fileNames(rules);
    Map<String, FaceDataset> sources = sources(rules, files);
    Split split = Split.of(rules, sources, data);
    FreshFolder.at(out);
    ObjectNode summary = Fields.object();
    summary.put("rulesSha256", Sha256.ofFile(rulesFile)).put("seed", rules.seed());
    ObjectNode described = summary.putObject("sources");
    sources.forEach((name, faces) -> describe(described.putObject(name), faces));
    summary.put("excludedImages", split.excludedImages());
    summary.put("excludedIdentities", split.excludedIdentities());
    ObjectNode parts = summary.putObject("parts");
    split.parts().forEach((name, faces) -> describe(parts.putObject(name), write(name, faces)));
    files.forEach(name -> summary.withObject("/files").put(name, Sha256.ofFile(data.get(name))));
    DurableFile.writeText(out.resolve("split.json"), Fields.text(summary));
  }

  private static Set<String> fileNames(SplitRules rules) {
    Set<String> names = new TreeSet<>();
    rules.excludeImages().forEach(exclusion -> names.add(exclusion.file()));
    rules.excludeIdentities().forEach(exclusion -> names.add(exclusion.file()));
    return names;
  }

  /** Everything handed in must have a use: a name that has none is a spelling mistake. */
  private Map<String, FaceDataset> sources(SplitRules rules, Set<String> files) {
    Set<String> used = new TreeSet<>();
    rules.rules().forEach(rule -> used.add(rule.source()));
    Map<String, FaceDataset> sources = new TreeMap<>();
    new TreeMap<>(data)
        .forEach(
            (name, path) -> {
              if (used.contains(name)) {
                sources.put(name, Faces.open(path));
              } else if (!files.contains(name)) {
                throw new ParameterException(
                    command.commandLine(),
                    "--data %s=%s: expected a name from %s, found one it does not use"
                        .formatted(name, path, rulesFile));
              }
            });
    return sources;
  }

  /** Opens what was written, so that the digest is the one that readers of the list will see. */
  private FaceDataset write(String name, FaceDataset faces) {
    Path list = out.resolve(name + ".list");
    ListFaces.write(list, "part " + name + " of " + rulesFile.getFileName(), faces);
    System.out.printf(
        "%-24s %6d identities %7d images%n", name, faces.identities().size(), faces.size());
    return Faces.open(list);
  }

  private static void describe(ObjectNode node, FaceDataset faces) {
    node.put("identities", faces.identities().size());
    node.put("images", faces.size());
    node.put("sha256", faces.sha256());
  }
}
