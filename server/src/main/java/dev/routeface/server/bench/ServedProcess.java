package dev.routeface.server.bench;

import dev.routeface.models.io.Reason;
import dev.routeface.sdk.bench.ChildJvm;
import dev.routeface.sdk.bench.ResidentSet;
import dev.routeface.sdk.cli.RouteFace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code routeface serve} in a process of its own, on a port that was free, with everything it
 * keeps below one folder. One key may ask for as much as the whole service takes in.
 */
final class ServedProcess implements AutoCloseable {
  private static final String SETTINGS =
      "docs: false\nlimits: {requests_per_second: 1000000, concurrent: 65536}\n";

  private static final String READY = "Serving ";
  private static final int SECONDS_TO_END = 60;

  private final Process process;
  private final Thread stop;
  private final String key;
  private final URI address;

  private ServedProcess(Process process, Thread stop, String key, URI address) {
    this.process = process;
    this.stop = stop;
    this.key = key;
    this.address = address;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param folder that is there
   * @throws IllegalStateException with what it logged, if it ends instead
   */
  static ServedProcess start(Path model, Path folder) {
    try {
      Path log = folder.resolve("serve.log");
      Path settings = Files.writeString(folder.resolve("serve.yml"), SETTINGS);
      ProcessBuilder builder =
          ChildJvm.likeThisOne(command(model, settings, folder.resolve("data")));
      // What is set for a service that somebody runs here says nothing of this one.
      builder.environment().keySet().removeIf(name -> name.startsWith("ROUTEFACE_"));
      Path key = folder.resolve("data/first-key");
      return ready(builder.redirectError(log.toFile()).start(), log, key);
    } catch (IOException e) {
      throw new UncheckedIOException("the service cannot be started: " + Reason.of(e), e);
    }
  }

  private static List<String> command(Path model, Path settings, Path data) {
    return List.of(
        RouteFace.class.getName(),
        "serve",
        "--model",
        model.toString(),
        "--config",
        settings.toString(),
        "--data",
        data.toString(),
        "--port",
        "0");
  }

  /** A bench that is stopped leaves no service behind. */
  private static ServedProcess ready(Process process, Path log, Path key) throws IOException {
    Thread stop = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(stop);
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(READY)) {
        URI address = URI.create(line.substring(line.lastIndexOf(' ') + 1));
        return new ServedProcess(process, stop, Files.readString(key).strip(), address);
      }
    }
    throw new IllegalStateException(
        "expected a service that says where it serves, found one that ended: "
            + Files.readString(log));
  }

  /** A client of it with all scopes. */
  ServiceClient client() {
    return new ServiceClient(address, key);
  }

  /** Asks it for embeddings of faces, with the same key. */
  EmbeddingClient asking(FaceRequests faces) {
    return new EmbeddingClient(address, key, faces);
  }

  /** Memory of it that lies in RAM. */
  double residentMib() {
    return ResidentSet.mebibytes(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
