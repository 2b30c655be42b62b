package dev.routeface.eval.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.certificate.People;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CertifyCommandTest extends CertifyRuns {
  @Test
  void certifiesAModelThatIsAsGood() throws IOException {
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
    JsonNode json = certificate();
    assertEquals("student may stand for teacher", json.at("/verdict").asText());
    assertTrue(json.at("/passed").asBoolean());
    assertEquals(Sha256.ofText("student"), json.at("/models/1/sha256").asText());
    assertEquals("unknown", json.at("/training/0/training").asText());
    assertEquals(0.01, json.at("/conditions/margin").asDouble());
    assertEquals(1, json.at("/conditions/seed").asInt());
    assertEquals(30, json.at("/provenance/data/distractors/images").asInt());
    assertTrue(json.at("/compatibility/0/rollOver").asBoolean());
    assertEquals(Sha256.ofText("{}"), json.at("/provenance/preparations/teacher").asText());
    assertTrue(json.at("/provenance/command").asText().startsWith("routeface --teacher "));
    assertEquals(3, json.at("/compressionGate/0/checks").size());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.contains("<h1>Certificate: student may stand for teacher</h1>"));
    assertTrue(out.toString().contains(Files.readString(folder.resolve("out/report.txt"))));
    assertTrue(Files.exists(folder.resolve("out/det.png")));
  }

  @Test
  void exitsWithThreeWhenTheGateFails() throws IOException {
    assertEquals(GATE_FAILED, run(pair("teacher", "poor") + SHORT), err.toString());
    assertEquals("poor may not stand for teacher", certificate().at("/verdict").asText());
    assertFalse(certificate().at("/compressionGate/0/passed").asBoolean());
  }

  @Test
  void exitsWithThreeWhenAFurtherPairFails() throws IOException {
    String also = " --also DIR/student.onnx=DIR/poor.onnx" + prepared("poor");
    assertEquals(GATE_FAILED, run(pair("teacher", "student") + also + SHORT), err.toString());
    JsonNode json = certificate();
    assertEquals("student may stand for teacher", json.at("/verdict").asText());
    assertFalse(json.at("/passed").asBoolean());
    assertEquals("poor", json.at("/compressionGate/1/to").asText());
    assertEquals(3, json.at("/models").size());
  }

  @Test
  void embedsEachImageOnceByEachModel() {
    String also = " --also DIR/student.onnx=DIR/student-int8.onnx" + prepared("student-int8");
    assertEquals(0, run(pair("teacher", "student") + also + SHORT), err.toString());
    assertEquals(
        List.of(
            "teacher.onnx 120",
            "teacher.onnx 30",
            "student.onnx 120",
            "student.onnx 30",
            "student-int8.onnx 120",
            "student-int8.onnx 30"),
        embedded);
  }

  @Test
  void certifiesGroups() throws IOException {
    String csv =
        People.of(PEOPLE).identities().stream()
            .map(name -> name + "," + (name.matches(".*[02468]") ? "even" : "odd"))
            .collect(Collectors.joining("\n", "identity,group\n", "\n"));
    Files.writeString(folder.resolve("groups.csv"), csv);
    String groups = " --groups DIR/groups.csv";
    assertEquals(0, run(pair("teacher", "student") + groups + SHORT), err.toString());
    assertEquals(Sha256.ofText(csv), certificate().at("/provenance/groupsSha256").asText());
    assertEquals("odd", certificate().at("/groups/groups/1/name").asText());
    assertTrue(Files.exists(folder.resolve("out/groups-fmr.png")));
  }

  @Test
  void givesTheSameBytesForTheSameCommand() throws IOException {
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
    String first = Files.readString(folder.resolve("out/certificate.json"));
    assertEquals(
        0, run((pair("teacher", "student") + SHORT).replace("DIR/out", "DIR/a/out")), "again");
    assertEquals(first, Files.readString(folder.resolve("a/out/certificate.json")));
  }

  @Test
  void refusesALineWithoutWhatIsRequired() {
    refuses(WRONG_USE, "missing required options: --student, --data, --out", "--teacher x");
  }

  @Test
  void refusesFewPeopleOnWhomModelsAgreeByChance() {
    people = 19;
    assertEquals(1, run(pair("teacher", "student") + SHORT));
    assertEquals(
        "expected at least 20 people of two images or more to judge on, found 19",
        err.toString().strip());
    people = 20;
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
  }

  @Test
  void refusesOneModelTwice() {
    refuses(
        WRONG_USE,
        "expected two models, found DIR/teacher.onnx twice",
        "--teacher DIR/teacher.onnx --student DIR/teacher.onnx" + SHORT);
  }

  @Test
  void refusesAPairThatIsNone() {
    refuses(
        WRONG_USE,
        "--also: expected FROM=TO, found student",
        pair("teacher", "student") + " --also student" + SHORT);
  }

  @Test
  void refusesAnOnnxFileWithoutPreparation() {
    refuses(
        WRONG_USE,
        "expected --preparation DIR/student.onnx=FILE beside an ONNX file, found none",
        "--teacher DIR/teacher.onnx --student DIR/student.onnx" + prepared("teacher") + SHORT);
  }

  @Test
  void refusesAPreparationForAnotherModel() {
    refuses(
        WRONG_USE,
        "--preparation: expected one of DIR/teacher.onnx, DIR/student.onnx, found DIR/poor.onnx",
        pair("teacher", "student") + prepared("poor") + SHORT);
  }

  @Test
  void refusesAMarginOfNothingAndRatesOfNothing() {
    refuses(
        WRONG_USE,
        "expected a margin above 0 and below 1, found 0.0",
        pair("teacher", "student") + " --margin 0" + SHORT);
    err.getBuffer().setLength(0);
    refuses(
        WRONG_USE,
        "expected error rates above 0 and at most 1, found 2.0",
        pair("teacher", "student") + SHORT.replace("0.01", "2"));
  }

  @Test
  void refusesNoResample() {
    refuses(
        WRONG_USE,
        "expected at least 1 resample, found 0",
        pair("teacher", "student") + SHORT.replace("--resamples 200", "--resamples 0"));
  }

  @Test
  void refusesOtherRoles() {
    refuses(
        WRONG_USE,
        "--data: expected faces, or probes and distractors, found lfw",
        pair("teacher", "student") + SHORT.replace("faces=faces", "lfw=faces"));
  }

  @Test
  void refusesAModelThatIsNotThere() {
    refuses(
        FAILED,
        "DIR/none: expected a finished run (with a card.json) or an ONNX file, found neither",
        "--teacher DIR/teacher.onnx --student DIR/none" + prepared("teacher") + SHORT);
  }

  @Test
  void refusesGroupsOfHalfTheDataBeforeAnyModelIsOpened() throws IOException {
    Files.writeString(folder.resolve("groups.csv"), "identity,group\nPerson_0,a\n");
    refuses(
        FAILED,
        "DIR/groups.csv: expected a group for each of 150 images, 146 lack one: Person_1/0.jpg,"
            + " Person_1/1.jpg, Person_1/2.jpg, Person_1/3.jpg, Person_2/0.jpg, ...",
        pair("teacher", "student") + " --groups DIR/groups.csv" + SHORT);
  }

  @Test
  void refusesAFolderThatHoldsSomething() throws IOException {
    Files.createDirectory(folder.resolve("full"));
    Files.writeString(folder.resolve("full/a"), "");
    refuses(
        FAILED,
        "DIR/full: expected a new or empty folder, found a in it",
        pair("teacher", "student") + SHORT.replace("DIR/out", "DIR/full"));
  }

  @Test
  void verifiesTheModelsItSpeaksOf() throws IOException {
    assertEquals(0, run(pair("teacher", "student") + SHORT), err.toString());
    String verify =
        "verify DIR/out/certificate.json --teacher DIR/teacher.onnx --student DIR/%s.onnx";
    assertEquals(0, run(verify.formatted("student")), err.toString());
    assertTrue(
        out.toString()
            .endsWith(folder.resolve("out/certificate.json") + " speaks of these models.\n"));
    assertEquals(FAILED, run(verify.formatted("student-int8")));
    assertEquals(
        "--student: expected student with sha256 %s as the certificate names it, found %s with %s"
            .formatted(
                Sha256.ofText("student"),
                folder.resolve("student-int8.onnx"),
                Sha256.ofText("student-int8")),
        err.toString());
  }
}
