package dev.routeface.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.cli.RouteFace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of the service; {@code serve} in a process of its own, as it is run. */
class ServeCommandTest {
  @TempDir Path folder;

  private record Result(int code, String out, String err) {}

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return new Result(line.execute(arguments), out.toString(), err.toString());
  }

  private Path model() {
    return TinyModel.in(folder.resolve("tiny"), 3).folder();
  }

  @Test
  @Timeout(120)
  void servesUntilItIsToldToStopAndLeavesTheFirstKeyInAFileOnce() throws Exception {
    Path model = model();
    Process first = serve(model);
    BufferedReader said = reader(first);
    Path file = folder.resolve("data/first-key");
    assertEquals(
        "The first key, with all scopes, lies in " + file + "; read it and delete the file",
        line(said, "key"));
    String key = Files.readString(file).strip();
    Files.delete(file);
    String address = line(said, "Serving tiny at ").substring("Serving tiny at ".length());
    assertEquals(200, get(address + "/v1/models", key).statusCode());
    assertEquals(200, get(address + "/health/ready", key).statusCode());
    first.destroy(); // SIGTERM
    assertTrue(first.waitFor(30, TimeUnit.SECONDS), "it drains and ends");

    Process second = serve(model);
    String next = reader(second).readLine();
    assertTrue(next.startsWith("Serving tiny at "), next);
    assertFalse(Files.exists(file), "there were keys before");
    String where = next.substring("Serving tiny at ".length());
    assertEquals(200, get(where + "/v1/models", key).statusCode(), "the same key still opens");
    second.destroy();
    assertTrue(second.waitFor(30, TimeUnit.SECONDS));
    String log = Files.readString(folder.resolve("log"));
    assertFalse(log.contains(key), "no key in the log");
    assertTrue(log.contains("\"route\":\"\\/v1\\/models\""), log);
  }

  /** Settings come from everywhere at once, and the key of their client from ours. */
  @Test
  @Timeout(120)
  void servesClientsOfCompreFaceWhereItIsTold() throws Exception {
    Process service = serve(model(), "--compreface", "form 12");
    BufferedReader said = reader(service);
    String address = line(said, "Serving tiny at ").substring("Serving tiny at ".length());
    String key = Files.readString(folder.resolve("data/first-key")).strip();
    assertEquals(
        "Clients of CompreFace work on the collection guests and see a cosine of 0.4 as a"
            + " similarity of 0.5",
        said.readLine());
    HttpRequest subjects =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/recognition/subjects"))
            .header("x-api-key", key)
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(subjects, BodyHandlers.ofString());
    assertEquals("200 {\"subjects\":[]}", answer.statusCode() + " " + answer.body());
    service.destroy();
    assertTrue(service.waitFor(30, TimeUnit.SECONDS), "it drains and ends");
  }

  private Process serve(Path model, String... more) throws IOException {
    List<String> command = new ArrayList<>(command(model));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    if (more.length > 0) {
      builder.environment().put("ROUTEFACE_COMPREFACE_THRESHOLD", "0.4");
      builder.environment().put("ROUTEFACE_COMPREFACE_COLLECTION", "guests");
    }
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder.start();
  }

  private List<String> command(Path model) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "--add-modules",
        "jdk.incubator.vector",
        "-Xmx512m",
        "-Drouteface.cache=" + folder.resolve("cache"),
        "-cp",
        System.getProperty("java.class.path"),
        RouteFace.class.getName(),
        "serve",
        "--model",
        model.toString(),
        "--data",
        folder.resolve("data").toString(),
        "--port",
        "0");
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static String line(BufferedReader said, String part) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("the service said nothing with " + part);
  }

  private static HttpResponse<String> get(String address, String key) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + key)
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void asksForAModelInOneLine() {
    Result result = run("serve", "--data", folder.toString());
    assertEquals(2, result.code());
    assertEquals(
        "routeface: expected --model PATH with a run, a model folder or an ONNX file, found none,"
            + " and no model ships with this build; see routeface serve --help\n",
        result.err());
  }

  @Test
  void aHostThatIsNoneEndsInOneLine() {
    Result result =
        run(
            "serve",
            "--model",
            model().toString(),
            "--data",
            folder.resolve("data").toString(),
            "--host",
            "nowhere.invalid");
    assertEquals(
        "1 routeface: nowhere.invalid: expected an address to listen on, found no such host\n",
        result.code() + " " + result.err());
  }

  @Test
  void keysAreOfAFolderThatIsThere() {
    Path none = folder.resolve("typo");
    for (String line : List.of("keys list --data ", "keys revoke 1f0c22ab --data ")) {
      Result result = run((line + none).split(" "));
      assertEquals(
          "1 routeface: " + none + ": expected a service's folder, found none\n",
          result.code() + " " + result.err());
      assertFalse(Files.exists(none));
    }
    Result nowhere = run("keys", "list", "--data", "");
    assertEquals(
        "2 routeface: --data: expected a folder, found ''; see routeface keys list --help\n",
        nowhere.code() + " " + nowhere.err());
  }

  @Test
  void aKeysNameStandsOnOneLine() {
    for (String name : List.of("", "a\nb", "x".repeat(101))) {
      Result result =
          run("keys", "create", "--data", folder.toString(), "--scope", "search", "--name", name);
      assertEquals(
          "2 routeface: --name: expected 1 to 100 characters, none a control character;"
              + " see routeface keys create --help\n",
          result.code() + " " + result.err());
    }
    assertFalse(Files.exists(folder.resolve("keys.json")));
  }

  @Test
  void namesAKeyOfTheSettingsThatNobodyKnows() throws IOException {
    Path file = Files.writeString(folder.resolve("serve.yml"), "detecter: x\n");
    Result result = run("serve", "--config", file.toString());
    assertEquals(2, result.code());
    assertTrue(
        result
            .err()
            .startsWith(
                "routeface: %s at $.detecter: unknown key; is \"detector\" meant?".formatted(file)),
        result.err());
  }

  @Test
  void saysThatThereIsNoSuchModel() {
    Path none = folder.resolve("none");
    Result result = run("serve", "--model", none.toString(), "--data", folder.toString());
    assertEquals(1, result.code());
    assertEquals(
        "routeface: "
            + none
            + ": expected a finished run (with a card.json) or an ONNX file, found neither\n",
        result.err());
  }

  @Test
  void saysThatThePortIsTakenAndSpendsNoKey() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      Path data = folder.resolve("data");
      Result result =
          run("serve", "--model", model().toString(), "--data", data.toString(), "--port", port);
      assertEquals(
          "1 routeface: 127.0.0.1:%s: expected an address to listen on, found Address already in use\n"
              .formatted(port),
          result.code() + " " + result.err());
      assertEquals("", result.out());
      assertEquals("", run("keys", "list", "--data", data.toString()).out());
    }
  }

  @Test
  void saysWhatAGalleryPastOneMachineNeeds() {
    Path model = model();
    Result none =
        run(
            "serve",
            "--model",
            model.toString(),
            "--data",
            folder.toString(),
            "--gallery",
            "cassandra://one/faces?datacenter=dc1");
    assertEquals(
        "1 routeface: cassandra://one/faces?datacenter=dc1: this build has no Cassandra; make one"
            + " that has: mvn -B -Pcassandra -DskipTests package\n",
        none.code() + " " + none.err());
    Result path = run("serve", "--model", model.toString(), "--gallery", "faces");
    assertEquals(
        "2 routeface: command line at $.gallery: expected an address,"
            + " cassandra://HOST/KEYSPACE?datacenter=NAME, found \"faces\"\n",
        path.code() + " " + path.err());
  }

  @Test
  void keysAreMadeListedAndRevokedWithoutAService() {
    String data = folder.toString();
    Result made =
        run(
            "keys", "create", "--data", data, "--name", "door", "--scope", "search", "--scope",
            "embed");
    assertTrue(made.out().matches("rf_[0-9a-f]{8}_[\\w-]{43}\\n"), made.out() + made.err());
    String id = made.out().substring(3, 11);
    String listed = run("keys", "list", "--data", data).out();
    assertTrue(listed.startsWith(id) && listed.contains("embed, search"), listed);
    assertTrue(listed.contains("embed, search                 usual limits      door"), listed);
    assertFalse(listed.contains("revoked"));
    run(
        "keys",
        "create",
        "--data",
        data,
        "--name",
        "slow",
        "--scope",
        "embed",
        "--rate",
        "0.5",
        "--concurrent",
        "2");
    String both = run("keys", "list", "--data", data).out();
    assertTrue(both.contains("  0.5/s, 2 at once  slow"), both);
    assertEquals("revoked " + id + " (door)\n", run("keys", "revoke", "--data", data, id).out());
    assertTrue(run("keys", "list", "--data", data).out().contains("revoked 20"));
    Result none = run("keys", "revoke", "--data", data, "00000000");
    assertEquals(
        "1 routeface: expected a key's id, found 00000000\n", none.code() + " " + none.err());
    Result half =
        run("keys", "create", "--data", data, "--name", "x", "--scope", "embed", "--rate", "3");
    assertEquals(
        "2 routeface: expected --rate of 0.01 or more with --concurrent of 1 or more, found 3.0 and"
            + " null; see routeface keys create --help\n",
        half.code() + " " + half.err());
  }
}
