package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.build.DistractorDraw.Drawn;
import dev.routeface.eval.build.Suspects;
import dev.routeface.eval.devkit.NoiseList;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.report.Document;
import dev.routeface.eval.report.Section;
import dev.routeface.eval.report.Table;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A protocol as it is kept: the devkit's lists, noise lists, a page for people, and {@code
 * protocol.json} for programs.
 *
 * @param folder new or empty
 * @param name of the probes, which their list is called after
 * @param pool how many distractors the lists were drawn from
 */
record ProtocolFolder(
    Path folder, String name, TemplateList probes, List<Drawn> distractors, int pool) {
  /** What a model found, and what of it people should see. */
  record Looked(Suspects suspects, List<Section> sections) {}

  /** Writes everything; gives back what to tell people. */
  String write(ObjectNode provenance, Optional<Looked> looked) {
    probes.write(folder.resolve(probeList()));
    distractors.forEach(drawn -> drawn.list().write(folder.resolve(drawn.fileName())));
    List<Section> sections = new ArrayList<>(List.of(lists()));
    ObjectNode json = Fields.object();
    json.set("provenance", provenance);
    json.set("lists", listsJson());
    looked.ifPresent(
        found -> {
          NoiseList.write(folder.resolve(name + "_noises.txt"), found.suspects().probeNoises());
          NoiseList.write(
              folder.resolve("megaface_noises.txt"), found.suspects().distractorNoises());
          sections.addAll(found.sections());
          json.set("suspects", found.suspects().toJson());
        });
    DurableFile.writeText(folder.resolve("protocol.json"), Fields.text(json));
    Document document = new Document("Protocol built from " + name, provenance, sections);
    document.write(folder);
    return document.text();
  }

  private String probeList() {
    return name + "_features_list.json";
  }

  private Table lists() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(probeList(), count(probes), String.valueOf(identities())));
    distractors.forEach(drawn -> rows.add(List.of(drawn.fileName(), count(drawn.list()), "")));
    return new Table(
        "The lists; distractors were drawn from %d images.".formatted(pool),
        List.of("list", "images", "identities"),
        rows);
  }

  private static String count(TemplateList list) {
    return String.valueOf(list.paths().size());
  }

  private long identities() {
    return probes.ids().orElseThrow().stream().distinct().count();
  }

  private ArrayNode listsJson() {
    ArrayNode lists = Fields.MAPPER.createArrayNode();
    lists.add(listJson(probeList(), probes).put("identities", identities()));
    distractors.forEach(
        drawn -> lists.add(listJson(drawn.fileName(), drawn.list()).put("set", drawn.set())));
    return lists;
  }

  private ObjectNode listJson(String file, TemplateList list) {
    return Fields.object()
        .put("file", file)
        .put("sha256", Sha256.ofFile(folder.resolve(file)))
        .put("images", list.paths().size());
  }
}
