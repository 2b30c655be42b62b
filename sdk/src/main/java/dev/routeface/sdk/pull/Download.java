package dev.routeface.sdk.pull;

import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Fetches files over HTTP. What was cut goes on where it stopped (RFC 9110, 14: ranges), from
 * whatever source, since the digest is known; a file has its name only once it is whole, checked
 * and synced.
 */
final class Download {
  private static final int PARTIAL = 206;
  private static final int OK = 200;
  private static final int CHUNK = 1 << 16;

  private final HttpClient client;
  private final Duration patience;

  /**
   * @param patience how long a source may be silent
   */
  Download(Duration patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(15))
            .proxy(EnvironmentProxies.of(System.getenv()))
            .build();
  }

  /**
   * Fetches a file, or what is missing of it.
   *
   * @param target becomes the file; {@code target.part} holds what is there of it
   * @throws IOException in words, if the source does not give the file that is pinned
   */
  void fetch(URI uri, PinnedFile file, Path target, Progress progress) throws IOException {
    Path part = part(target);
    Files.createDirectories(target.toAbsolutePath().getParent());
    if (length(part) < file.bytes()) {
      transfer(uri, file, part, progress);
    }
    accept(file, part, target);
  }

  static Path part(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  /**
   * Gives a part its name if it is the file that is pinned, and deletes it if it is not.
   *
   * @throws IOException if it is not
   */
  static void accept(PinnedFile file, Path part, Path target) throws IOException {
    long bytes = length(part);
    if (bytes < file.bytes()) {
      throw new IOException("only %d of %d bytes".formatted(bytes, file.bytes()));
    }
    String found = Sha256.ofFile(part);
    if (!found.equals(file.sha256())) {
      Files.delete(part);
      throw new IOException("content with the digest %s, not %s".formatted(found, file.sha256()));
    }
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    DurableFile.rename(part, target);
  }

  private static long length(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void transfer(URI uri, PinnedFile file, Path part, Progress progress) throws IOException {
    long there = length(part);
    HttpResponse<InputStream> response = ask(uri, there);
    try (InputStream in = response.body();
        StallGuard guarded = new StallGuard(in, patience);
        Progress.Task task = progress.start(file.file(), file.bytes())) {
      boolean goesOn = response.statusCode() == PARTIAL && continues(response, there);
      if (!goesOn && response.statusCode() != OK) {
        throw new IOException("status " + response.statusCode());
      }
      task.stepBy(goesOn ? there : 0);
      write(guarded, part, goesOn, file.bytes() - (goesOn ? there : 0), task);
    }
  }

  private HttpResponse<InputStream> ask(URI uri, long from) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("an interruption", e);
    } catch (IOException e) {
      throw new IOException(words(e), e);
    }
  }

  /** The client's exceptions often come without a word. */
  private static String words(IOException e) {
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return "no connection";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : Reason.of(e);
  }

  private static boolean continues(HttpResponse<?> response, long from) {
    return response
        .headers()
        .firstValue("Content-Range")
        .filter(range -> range.startsWith("bytes " + from + "-"))
        .isPresent();
  }

  /** Takes no byte more than expected. */
  private static void write(
      StallGuard in, Path part, boolean append, long expected, Progress.Task task)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        OutputStream out = Channels.newOutputStream(channel)) {
      byte[] chunk = new byte[CHUNK];
      long left = expected;
      for (int read = in.read(chunk); read >= 0 && left > 0; read = in.read(chunk)) {
        int some = (int) Math.min(read, left);
        out.write(chunk, 0, some);
        left -= some;
        task.stepBy(some);
      }
    }
  }
}
