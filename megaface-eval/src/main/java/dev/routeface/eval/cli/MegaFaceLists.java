package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.BadDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which template lists a MegaFace experiment is made of. */
final class MegaFaceLists {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--probe-list",
      paramLabel = "FILE",
      required = true,
      description = "Template list of the probes, with ids.")
  private Path probeList;

  @Option(
      names = "--distractor-lists",
      paramLabel = "DIR",
      required = true,
      description = "Folder of megaface_features_list.json_SIZE_SET.")
  private Path folder;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      arity = "1..*",
      required = true,
      description = "Numbers of distractors; a list of each.")
  private List<Integer> sizes;

  @Option(
      names = "--sets",
      paramLabel = "N",
      required = true,
      description = "Lists of every size, numbered from 1.")
  private int sets;

  /**
   * A list of distractors.
   *
   * @param size as its name says, and checked
   * @param set from 1
   */
  record Distractors(int size, int set, TemplateList list) {
    /** As one list of its size, or one of several. */
    String name(boolean several) {
      return several ? "%d, set %d".formatted(size, set) : String.valueOf(size);
    }
  }

  /** First word of the probe list's name, as it stands in the names of the devkit's results. */
  String probeSet() {
    return String.valueOf(probeList.getFileName()).replaceAll("[_.].*", "");
  }

  /** Whether there are several lists of a size. */
  boolean several() {
    return sets > 1;
  }

  /** The probes, once it is sure that the options can be right. */
  TemplateList probes() {
    requireSense();
    return TemplateList.probes(probeList);
  }

  /** By size, then set; every list is looked for before the first is read. */
  List<Distractors> distractors() {
    List<Distractors> lists = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int size : sizes) {
      for (int set = 1; set <= sets; set++) {
        Path file = folder.resolve("megaface_features_list.json_" + size + "_" + set);
        if (Files.notExists(file)) {
          missing.add(String.valueOf(file.getFileName()));
        } else if (missing.isEmpty()) {
          lists.add(new Distractors(size, set, list(file, size)));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new BadDataException(
          "%s: expected a list for every size and set, missing are %s"
              .formatted(folder, String.join(", ", missing)));
    }
    return lists;
  }

  private void requireSense() {
    if (sets < 1) {
      throw wrong("--sets: expected at least 1, found " + sets);
    }
    if (Collections.min(sizes) < 1) {
      throw wrong("--sizes: expected at least 1, found " + sizes);
    }
    if (new LinkedHashSet<>(sizes).size() < sizes.size()) {
      throw wrong("--sizes: expected every size once, found " + sizes);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private static TemplateList list(Path file, int size) {
    TemplateList list = TemplateList.read(file);
    if (list.paths().size() != size) {
      throw new BadDataException(
          "%s: expected %d paths, found %d".formatted(file, size, list.paths().size()));
    }
    return list;
  }
}
