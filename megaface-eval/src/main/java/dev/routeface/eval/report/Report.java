package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.protocol.Measure;
import dev.routeface.eval.protocol.Result;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some models, judged alike, for people and for programs.
 *
 * @param title headline
 * @param provenance where the figures come from: recipes, revisions, data, machine
 * @param bootstrap makes the intervals
 * @param models in reading order, at least one
 * @param more tables and figures of the caller's, after those of the results
 */
public record Report(
    String title,
    ObjectNode provenance,
    IdentityBootstrap bootstrap,
    List<ModelRow> models,
    List<Section> more) {
  /**
   * Checks that a reader may compare the rows.
   *
   * @throws IllegalArgumentException if there is no model, two results of one kind and set judge
   *     different data, or two figures share a name
   */
  public Report {
    provenance = provenance.deepCopy();
    models = List.copyOf(models);
    more = List.copyOf(more);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("expected at least one model, found none");
    }
    requireOneProtocolOfAKind(models);
    requireDistinctFigures(more);
  }

  private static void requireDistinctFigures(List<Section> more) {
    Set<String> names = new HashSet<>(OpenSetPlots.NAMES);
    for (Section section : more) {
      if (section instanceof Figure figure && !names.add(figure.name())) {
        throw new IllegalArgumentException(
            "expected figures of different names, found a second \"" + figure.name() + '"');
      }
    }
  }

  private static void requireOneProtocolOfAKind(List<ModelRow> models) {
    Map<List<Object>, String> protocols = new HashMap<>();
    for (ModelRow model : models) {
      for (Result result : model.results()) {
        String other =
            protocols.putIfAbsent(List.of(result.getClass(), result.set()), result.protocol());
        if (other != null && !other.equals(result.protocol())) {
          throw new IllegalArgumentException(
              "expected models judged on the same data, found %s and, for %s, %s"
                  .formatted(other, model.name(), result.protocol()));
        }
      }
    }
  }

  /** All parts, in reading order. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>(new ResultTables(models, bootstrap).all());
    sections.addAll(new OpenSetPlots(models).all());
    sections.addAll(new MegaFacePlots(models).all());
    sections.addAll(new ErrorPlots(models).all());
    sections.addAll(more);
    return sections;
  }

  private Document document() {
    return new Document(title, provenance, sections());
  }

  /** The tables as text, and where the figures lie. */
  public String text() {
    return document().text();
  }

  /** The one table that says most: every model with its facts and its figures. */
  public String headline() {
    return sections().get(0).text();
  }

  /**
   * Writes {@code report.json}, {@code report.txt}, {@code report.html} and a PNG for each figure.
   * The page holds its pictures and needs no other file.
   */
  public void write(Path folder) {
    Document document = document();
    document.write(folder);
    DurableFile.writeText(folder.resolve("report.json"), Fields.text(toJson(document.sections())));
  }

  private ObjectNode toJson(List<Section> sections) {
    ObjectNode json = Fields.object().put("title", title);
    json.set("provenance", provenance);
    json.putObject("bootstrap")
        .put("resamples", bootstrap.resamples())
        .put("seed", bootstrap.seed());
    models.forEach(model -> json.withArray("models").add(toJson(model)));
    for (Section section : sections) {
      if (section instanceof Table table) {
        json.withArray("tables").add(table.toJson());
      }
    }
    return json;
  }

  private ObjectNode toJson(ModelRow model) {
    ObjectNode json = Fields.object().put("name", model.name());
    json.set("facts", model.facts());
    model.measures().forEach(measure -> json.withArray("measures").add(toJson(measure)));
    model.results().forEach(result -> json.withArray("results").add(result.toJson()));
    return json;
  }

  private ObjectNode toJson(Measure measure) {
    ObjectNode json =
        Fields.object().put("name", measure.name()).put("supported", measure.supported());
    json.set("byIdentities", interval(measure, Averaging.IDENTITIES).toJson());
    json.set("byPairs", interval(measure, Averaging.PAIRS).toJson());
    return json;
  }

  private Interval interval(Measure measure, Averaging averaging) {
    return bootstrap.interval(measure.values(), averaging);
  }
}
