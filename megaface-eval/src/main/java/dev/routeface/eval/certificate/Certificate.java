package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.OperatingPoint;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found about a teacher and a student, and about further pairs of models.
 *
 * @param provenance command, revision and data, with digests
 * @param models teacher, student, and then those of further pairs
 * @param training what is known about each model's training, in their order
 * @param conditions what they were held to
 * @param gates teacher to student, then further pairs
 * @param compatibility the teacher's gallery with the student's probes, then the reverse
 * @param points of the teacher, then of the student
 * @param curves FMR against TAR of both
 * @param groups if people were told apart
 */
public record Certificate(
    ObjectNode provenance,
    List<ModelFile> models,
    List<TrainingKnowledge> training,
    Conditions conditions,
    List<CompressionGate> gates,
    List<Compatibility> compatibility,
    List<OperatingPoints> points,
    List<List<OperatingPoint>> curves,
    Optional<BiasDelta> groups) {
  private static final String FORMAT = "routeface-certificate-1";

  public Certificate {
    provenance = provenance.deepCopy();
    models = List.copyOf(models);
    training = List.copyOf(training);
    gates = List.copyOf(gates);
    compatibility = List.copyOf(compatibility);
    points = List.copyOf(points);
    curves = curves.stream().map(List::copyOf).toList();
  }

  /** Models to certify, embedded. */
  public record Pair(EmbeddedModel from, EmbeddedModel to) {}

  /**
   * What is asked.
   *
   * @param pairs teacher and student, then further pairs that must pass the gate
   */
  public record Request(
      HeldOut people,
      List<Pair> pairs,
      List<TrainingKnowledge> training,
      Optional<GroupLabels> labels,
      Conditions conditions) {
    public Request {
      pairs = List.copyOf(pairs);
      training = List.copyOf(training);
    }

    private List<EmbeddedModel> models() {
      List<EmbeddedModel> models = new ArrayList<>();
      pairs.forEach(
          pair -> {
            models.add(pair.from());
            models.add(pair.to());
          });
      return models.stream().distinct().toList();
    }
  }

  /** Judges every model once, and answers. */
  public static Certificate of(Request request, ObjectNode provenance) {
    HeldOut people = request.people();
    Conditions conditions = request.conditions();
    List<EmbeddedModel> models = request.models();
    List<JudgedModel> judged =
        models.stream().map(model -> JudgedModel.of(model, people, conditions)).toList();
    JudgedModel teacher = judged.get(0);
    JudgedModel student = judged.get(1);
    ObjectNode origin = provenance.deepCopy();
    origin.set("data", people.toJson());
    request.labels().ifPresent(labels -> origin.put("groupsSha256", labels.sha256()));
    return new Certificate(
        origin,
        models.stream().map(EmbeddedModel::file).toList(),
        request.training(),
        conditions,
        request.pairs().stream()
            .map(
                pair ->
                    CompressionGate.of(
                        judged.get(models.indexOf(pair.from())),
                        judged.get(models.indexOf(pair.to())),
                        people,
                        conditions))
            .toList(),
        Compatibility.bothWays(teacher.model(), student.model(), people, conditions),
        List.of(
            OperatingPoints.of(teacher, people, conditions),
            OperatingPoints.of(student, people, conditions)),
        List.of(teacher.verification().curves().roc(), student.verification().curves().roc()),
        request.labels().map(labels -> BiasDelta.of(teacher, student, people, labels, conditions)));
  }

  /** Whether all pairs passed the compression gate. */
  public boolean passed() {
    return gates.stream().allMatch(CompressionGate::passed);
  }

  /** The verdict in one line. */
  public String verdict() {
    String names = "%s %s stand for %s";
    return names.formatted(student(), gates.get(0).passed() ? "may" : "may not", teacher());
  }

  String teacher() {
    return models.get(0).name();
  }

  String student() {
    return models.get(1).name();
  }

  /** Writes {@code certificate.json}, {@code report.html}, {@code report.txt} and plots. */
  public void write(Path folder) {
    CertificatePage.of(this).write(folder);
    DurableFile.writeText(folder.resolve("certificate.json"), Fields.text(toJson()));
  }

  /** The page as text. */
  public String text() {
    return CertificatePage.of(this).text();
  }

  ObjectNode toJson() {
    ObjectNode json =
        Fields.object().put("format", FORMAT).put("passed", passed()).put("verdict", verdict());
    json.set("provenance", provenance);
    models.forEach(model -> json.withArray("models").add(model.toJson()));
    training.forEach(known -> json.withArray("training").add(known.toJson()));
    json.set("conditions", conditions.toJson());
    gates.forEach(gate -> json.withArray("compressionGate").add(gate.toJson()));
    compatibility.forEach(way -> json.withArray("compatibility").add(way.toJson()));
    points.forEach(model -> json.withArray("operatingPoints").add(model.toJson()));
    groups.ifPresent(delta -> json.set("groups", delta.toJson()));
    return json;
  }

  /**
   * The models that a written certificate speaks of: teacher, student, and then others.
   *
   * @throws BadRecipeException naming file and path, if it is no certificate
   */
  public static List<ModelFile> modelsOf(Path file) {
    Fields fields = Fields.open(file);
    fields.choice("format", FORMAT);
    List<ModelFile> models = fields.objects("models", ModelFile::of);
    if (models.size() < 2) {
      throw fields.refuse("models", "a teacher and a student", models.size());
    }
    return models;
  }
}
