package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.certificate.People;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A folder of models that {@code certify} is run on, made of noise in place of engines. */
abstract class CertifyRuns {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;
  static final int GATE_FAILED = 3;
  static final int PEOPLE = 30;

  int people = PEOPLE;

  static final Preparation PREPARATION =
      new Preparation(16, ChannelOrder.RGB, new double[3], new double[] {1, 1, 1});

  @TempDir Path folder;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<String> embedded = new ArrayList<>();

  @BeforeEach
  void models() throws IOException {
    for (String model : List.of("teacher", "student", "student-int8", "poor")) {
      Files.writeString(folder.resolve(model + ".onnx"), model);
    }
    Files.writeString(folder.resolve("prep.json"), "{}");
  }

  /** Models that are the worse the larger the noise their name stands for. */
  private final class Models implements Inputs {
    @Override
    public FaceDataset faces(Path path) {
      return People.of(people);
    }

    @Override
    public Progress progress() {
      return Progress.NONE;
    }

    @Override
    public LoadedModel model(Path path, Optional<Path> preparation, Flip flip) {
      assertEquals(path.toString().endsWith(".onnx"), preparation.isPresent());
      double noise = path.endsWith("poor.onnx") ? 2 : path.endsWith("teacher.onnx") ? 0.5 : 0.51;
      return new LoadedModel() {
        @Override
        public ObjectNode facts() {
          return Fields.object();
        }

        @Override
        public String sha256() {
          return "0".repeat(64);
        }

        @Override
        public UnitVectors embed(FaceDataset faces) {
          embedded.add(path.getFileName() + " " + faces.size());
          return People.vectors(faces, noise, 1);
        }

        @Override
        public void close() {}
      };
    }
  }

  int run(String line) {
    CommandLine command = new CommandLine(new CertifyCommand(new Models()));
    command.addSubcommand(new CertifyVerifyCommand());
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    command.setExecutionExceptionHandler(
        (failure, unused, parsed) -> {
          assertTrue(failure instanceof BadDataException, failure::toString);
          err.write(failure.getMessage());
          return FAILED;
        });
    command.setParameterExceptionHandler(
        (failure, arguments) -> {
          err.write(failure.getMessage());
          return WRONG_USE;
        });
    String whole = line.replace("DIR", folder.toString());
    return command.execute(whole.split(" "));
  }

  static final String SHORT =
      " --data faces=faces --fmr 0.1 0.01 --fpir 0.5 --group-fmr 0.1 --resamples 200 --out DIR/out";

  static String pair(String teacher, String student) {
    return "--teacher DIR/%1$s.onnx --student DIR/%2$s.onnx".formatted(teacher, student)
        + prepared(teacher)
        + prepared(student);
  }

  static String prepared(String model) {
    return " --preparation DIR/%s.onnx=DIR/prep.json".formatted(model);
  }

  JsonNode certificate() throws IOException {
    return Fields.MAPPER.readTree(folder.resolve("out/certificate.json").toFile());
  }

  void refuses(int code, String expected, String line) {
    assertEquals(code, run(line), err.toString());
    assertEquals(expected.replace("DIR", folder.toString()), err.toString());
    assertFalse(Files.exists(folder.resolve("out")));
    assertEquals(List.of(), embedded);
  }
}
