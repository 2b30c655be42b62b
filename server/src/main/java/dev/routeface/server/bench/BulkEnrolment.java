package dev.routeface.server.bench;

import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Moves a gallery here: one face of each of many people, in batches, some at a time. A batch counts
 * when it was acknowledged, which is when it is durable.
 */
final class BulkEnrolment {
  /** Faces of one call; the most that the service takes. */
  static final int BATCH = 1000;

  /** Calls at a time. */
  static final int CALLERS = 4;

  private static final Seed SEED = Seed.of(3);
  private static final String COLLECTION = "bulk";
  private static final Profile CONSENTED = Profile.consented("none: nobody has this face");

  private final int total;
  private final int batch;
  private final UnitVectors vectors;

  /**
   * @param total faces, rounded up to whole batches
   * @param dimension floats of each
   */
  BulkEnrolment(int total, int dimension) {
    this.total = total;
    this.batch = Math.min(BATCH, total);
    this.vectors = directions(batch, dimension);
  }

  private static UnitVectors directions(int rows, int dimension) {
    SplittableRandom random = SEED.random();
    float[] values = new float[rows * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return UnitVectors.normalise(dimension, values);
  }

  /** Faces per second into a store in this process, begun in an empty folder. */
  double intoStore(Path folder) {
    try (GalleryStore store = EmbeddedGallery.open(folder, Optional.empty())) {
      CollectionSpec spec =
          new CollectionSpec(COLLECTION, "ec_bench", vectors.dimension(), CollectionSettings.NONE);
      store.createCollection("bench", spec);
      return rate(number -> store.enrol("bench", enrolment(number, spec.contract())));
    }
  }

  private Enrolment enrolment(int number, String contract) {
    List<String> people = people(number);
    Map<String, Profile> newcomers = new TreeMap<>();
    people.forEach(id -> newcomers.put(id, CONSENTED));
    List<NewFace> faces = people.stream().map(NewFace::of).toList();
    return new Enrolment(
        COLLECTION, newcomers, faces, new Enrolment.Batch(contract, vectors), Optional.empty());
  }

  private List<String> people(int number) {
    return IntStream.range(0, batch).mapToObj(i -> "s_%d_%d".formatted(number, i)).toList();
  }

  /**
   * Faces per second over HTTP.
   *
   * @param contract of the served model
   */
  double overHttp(ServiceClient client, String contract) {
    String collection = "{\"id\": \"%s\"}".formatted(COLLECTION);
    client.require(client.post("/v1/collections", bytes(collection)), 201);
    List<String> texts = texts();
    String path = "/v1/collections/%s/enrolments".formatted(COLLECTION);
    return rate(
        number ->
            client.require(client.post(path, bytes(json(people(number), texts, contract))), 201));
  }

  private List<String> texts() {
    return IntStream.range(0, batch).mapToObj(this::base64).toList();
  }

  private String base64(int row) {
    float[] floats = new float[vectors.dimension()];
    vectors.copy(row, floats, 0);
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static String json(List<String> people, List<String> vectors, String contract) {
    String subjects =
        people.stream()
            .map(id -> "{\"id\": \"%s\", \"consent\": \"%s\"}".formatted(id, CONSENTED.consent()))
            .collect(Collectors.joining(","));
    String faces =
        IntStream.range(0, people.size())
            .mapToObj(
                i ->
                    "{\"subject\": \""
                        + people.get(i)
                        + "\", \"embedding\": \""
                        + vectors.get(i)
                        + "\"}")
            .collect(Collectors.joining(","));
    return "{\"embedding_contract_id\": \"%s\", \"subjects\": [%s], \"faces\": [%s]}"
        .formatted(contract, subjects, faces);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private double rate(IntConsumer enrol) {
    int batches = (total + batch - 1) / batch;
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    long begun = System.nanoTime();
    try {
      List<Callable<Object>> calls = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        int number = i;
        calls.add(Executors.callable(() -> enrol.accept(number)));
      }
      for (Future<Object> call : callers.invokeAll(calls)) {
        call.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while faces were enrolled", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("faces cannot be enrolled: " + e.getCause(), e);
    } finally {
      callers.shutdown();
    }
    return (long) batches * batch / ((System.nanoTime() - begun) / 1e9);
  }
}
