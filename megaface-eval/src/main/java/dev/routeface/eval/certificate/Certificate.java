package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was found about a teacher and a student, and about further pairs of models.
 *
 * @param provenance command, revision and data, with digests
 * @param models teacher, student, and then those of further pairs
 * @param conditions what they were held to
 * @param findings the answers
 */
public record Certificate(
    ObjectNode provenance, List<Certified> models, Conditions conditions, Findings findings) {
  private static final String FORMAT = "routeface-certificate-1";

  /** A model, and whether its training saw the people it was judged on. */
  public record Certified(ModelFile file, TrainingKnowledge training) {}

  /**
   * The answers.
   *
   * @param gates teacher to student, then further pairs
   * @param compatibility the teacher's gallery with the student's probes, then the reverse
   * @param points of the teacher, then of the student
   * @param groups if people were told apart
   */
  record Findings(
      List<CompressionGate> gates,
      List<Compatibility> compatibility,
      List<OperatingPoints> points,
      Optional<BiasDelta> groups) {
    Findings {
      gates = List.copyOf(gates);
      compatibility = List.copyOf(compatibility);
      points = List.copyOf(points);
    }
  }

  public Certificate {
    provenance = provenance.deepCopy();
    models = List.copyOf(models);
  }

  /** Models to certify, embedded. */
  public record Pair(EmbeddedModel from, EmbeddedModel to) {}

  /**
   * What is asked.
   *
   * @param pairs teacher and student, then further pairs that must pass the gate
   * @param training what is known about each model's training, in the order of their appearance
   * @param labels if people are to be told apart
   */
  public record Request(
      HeldOutPeople people,
      List<Pair> pairs,
      List<TrainingKnowledge> training,
      Optional<GroupLabels> labels,
      Conditions conditions) {
    public Request {
      pairs = List.copyOf(pairs);
      training = List.copyOf(training);
    }

    private List<EmbeddedModel> models() {
      return pairs.stream().flatMap(pair -> Stream.of(pair.from(), pair.to())).distinct().toList();
    }
  }

  /** Judges every model once, and answers. */
  public static Certificate of(Request request, ObjectNode provenance) {
    Map<EmbeddedModel, JudgedModel> judged = new LinkedHashMap<>();
    for (EmbeddedModel model : request.models()) {
      judged.put(model, JudgedModel.of(model, request.people(), request.conditions()));
    }
    ObjectNode origin = provenance.deepCopy();
    origin.set("data", request.people().toJson());
    request.labels().ifPresent(labels -> origin.put("groupsSha256", labels.sha256()));
    List<EmbeddedModel> models = request.models();
    return new Certificate(
        origin,
        IntStream.range(0, models.size())
            .mapToObj(n -> new Certified(models.get(n).file(), request.training().get(n)))
            .toList(),
        request.conditions(),
        findings(request, judged));
  }

  private static Findings findings(Request request, Map<EmbeddedModel, JudgedModel> judged) {
    HeldOutPeople people = request.people();
    Conditions conditions = request.conditions();
    JudgedModel teacher = judged.get(request.pairs().get(0).from());
    JudgedModel student = judged.get(request.pairs().get(0).to());
    return new Findings(
        request.pairs().stream()
            .map(
                pair ->
                    CompressionGate.of(
                        judged.get(pair.from()), judged.get(pair.to()), people, conditions))
            .toList(),
        Compatibility.bothWays(teacher.model(), student.model(), people, conditions),
        Stream.of(teacher, student)
            .map(model -> OperatingPoints.of(model, people, conditions))
            .toList(),
        request.labels().map(labels -> BiasDelta.of(teacher, student, people, labels, conditions)));
  }

  /** Whether all pairs passed the compression gate. */
  public boolean passed() {
    return findings.gates().stream().allMatch(CompressionGate::passed);
  }

  /** The verdict in one line. */
  public String verdict() {
    String names = "%s %s stand for %s";
    return names.formatted(
        student(), findings.gates().get(0).passed() ? "may" : "may not", teacher());
  }

  String teacher() {
    return models.get(0).file().name();
  }

  String student() {
    return models.get(1).file().name();
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
    models.forEach(model -> json.withArray("models").add(model.file().toJson()));
    models.forEach(model -> json.withArray("training").add(model.training().toJson()));
    json.set("conditions", conditions.toJson());
    findings.gates().forEach(gate -> json.withArray("compressionGate").add(gate.toJson()));
    findings.compatibility().forEach(way -> json.withArray("compatibility").add(way.toJson()));
    findings.points().forEach(model -> json.withArray("operatingPoints").add(model.toJson()));
    findings.groups().ifPresent(delta -> json.set("groups", delta.toJson()));
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
