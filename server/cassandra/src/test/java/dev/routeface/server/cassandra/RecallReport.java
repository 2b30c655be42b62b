package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.cassandra.CassandraOptions.Reading;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * No test but a measurement, made when asked for by name: how often the index of two nodes finds
 * the nearest of all, on embeddings that {@code routeface embed} wrote. {@code
 * -Drouteface.embeddings} names their folder, {@code -Drouteface.report} the file to write.
 */
class RecallReport {
  private static final int AT_ONCE = 250;
  private static final int PROBES = 500;
  private static final int[] FETCHED = {10, 50, 200};

  /** An embedding and whose it is. */
  private record Sample(String person, float[] vector) {}

  private final List<Sample> gallery = new ArrayList<>();
  private final List<Sample> mated = new ArrayList<>();
  private final List<Sample> mateless = new ArrayList<>();
  private final Galleries nodes = Galleries.emptied("recall");
  private final StringBuilder report = new StringBuilder();

  @Test
  void measure() throws Exception {
    divide(read(Path.of(System.getProperty("routeface.embeddings"))));
    line(
        "%,d faces enrolled, one a subject; %,d probes with a mate and %,d without.%n",
        gallery.size(), mated.size(), mateless.size());
    line("Two nodes with a copy each; faces flushed to disk and indexed there.%n%n");
    enrol();
    List<Candidate> nearestMated = exact(mated);
    List<Candidate> nearestMateless = exact(mateless);
    line(
        "%-46s %9s %9s %9s%n",
        "% whose true nearest face is found first", "mated", "mateless", "ms/probe");
    for (int fetched : FETCHED) {
      one(fetched, nearestMated, nearestMateless);
    }
    for (int candidates : new int[] {2, 10, 50}) {
      store(candidates, nearestMated, nearestMateless);
    }
  }

  /** Kept as far as it goes: a measurement takes long and may be stopped. */
  private void line(String format, Object... values) throws IOException {
    report.append(format.formatted(values));
    Files.writeString(Path.of(System.getProperty("routeface.report")), report);
  }

  private void divide(List<Sample> all) {
    Map<String, List<Sample>> people = new TreeMap<>();
    all.forEach(s -> people.computeIfAbsent(s.person(), p -> new ArrayList<>()).add(s));
    for (List<Sample> images : people.values()) {
      if (images.size() > 1 && mated.size() < PROBES) {
        mated.add(images.get(0));
        gallery.addAll(images.subList(1, images.size()));
      } else if (images.size() == 1 && mateless.size() < PROBES) {
        mateless.add(images.get(0));
      } else {
        gallery.addAll(images);
      }
    }
  }

  /** Subjects are places in the gallery, so that a subject is a face. */
  private void enrol() throws IOException, InterruptedException {
    try (CassandraGallery store = nodes.open(Galleries.READING, Clock.systemUTC())) {
      store.createCollection(
          "key_1", new CollectionSpec("lfw", "ec_1", dimension(), CollectionSettings.NONE));
      long begin = System.nanoTime();
      for (int from = 0; from < gallery.size(); from += AT_ONCE) {
        enrol(store, enrolment(from, Math.min(gallery.size(), from + AT_ONCE)));
      }
      line(
          "Enrolled in calls of %d: %,.0f faces/s.%n",
          AT_ONCE, gallery.size() / ((System.nanoTime() - begin) / 1e9));
    }
    try (CqlSession session = nodes.session()) {
      session.execute(
          "ALTER TABLE recall.faces_%d WITH memtable_flush_period_in_ms = 5000"
              .formatted(dimension()));
    }
    Thread.sleep(20_000);
  }

  /** A busy machine may answer late; then the same request is made again. */
  private static void enrol(CassandraGallery store, Enrolment enrolment) {
    try {
      store.enrol("key_1", enrolment);
    } catch (GalleryException late) {
      enrol(store, enrolment);
    }
  }

  private Enrolment enrolment(int from, int to) {
    Map<String, Profile> newcomers = new HashMap<>();
    List<NewFace> faces = new ArrayList<>();
    for (int i = from; i < to; i++) {
      newcomers.put("s" + i, Profile.consented("paper"));
      faces.add(NewFace.of("s" + i));
    }
    List<Sample> samples = gallery.subList(from, to);
    return new Enrolment(
        "lfw",
        newcomers,
        faces,
        new Enrolment.Batch("ec_1", rows(samples)),
        Optional.of("" + from));
  }

  private List<Candidate> exact(List<Sample> probes) {
    return probes.stream().parallel().map(this::nearest).toList();
  }

  private Candidate nearest(Sample probe) {
    return IntStream.range(0, gallery.size())
        .mapToObj(
            i ->
                new Candidate(
                    "s" + i, "", Rows.product(probe.vector(), gallery.get(i).vector()), 1))
        .max((a, b) -> Float.compare(a.similarity(), b.similarity()))
        .orElseThrow();
  }

  /** One index over everything, asked for so many rows. */
  private void one(int fetched, List<Candidate> nearestMated, List<Candidate> nearestMateless)
      throws IOException {
    try (CqlSession session = nodes.session();
        CassandraGallery store = nodes.open(Galleries.READING, Clock.systemUTC())) {
      TemplateKey key = new TemplateKey(store.copyCollection("lfw").templateKey(), dimension());
      PreparedStatement ask =
          session.prepare(
              "SELECT subject FROM recall.faces_%d ORDER BY template ANN OF ? LIMIT %d"
                  .formatted(dimension(), fetched));
      ToDoubleFunction<Asked> found =
          asked -> {
            int hits = 0;
            for (int i = 0; i < asked.probes().size(); i++) {
              float[] turned = key.turn(asked.probes().get(i).vector());
              Row first = session.execute(ask.bind(FaceRows.vector(turned))).one();
              hits += first.getString(0).equals(asked.nearest().get(i).subject()) ? 1 : 0;
            }
            return hits;
          };
      row("one index, %d fetched".formatted(fetched), found, nearestMated, nearestMateless);
    }
  }

  /** The gallery's own search, with so many candidates from each bucket. */
  private void store(int candidates, List<Candidate> nearestMated, List<Candidate> nearestMateless)
      throws IOException {
    Reading reading = new Reading(DefaultConsistencyLevel.ONE, candidates, false);
    try (CassandraGallery store = nodes.open(reading, Clock.systemUTC())) {
      ToDoubleFunction<Asked> found =
          asked -> {
            int hits = 0;
            for (int i = 0; i < asked.probes().size(); i++) {
              UnitVectors query = rows(asked.probes().subList(i, i + 1));
              SearchResult result = store.search(new SearchQuery("lfw", "ec_1", query, 1));
              String first = result.candidates().get(0).get(0).subject();
              hits += first.equals(asked.nearest().get(i).subject()) ? 1 : 0;
            }
            return hits;
          };
      row(
          "search, candidates=%d: %d x %d, compared exactly"
              .formatted(candidates, Schema.BUCKETS, candidates),
          found,
          nearestMated,
          nearestMateless);
    }
  }

  private record Asked(List<Sample> probes, List<Candidate> nearest) {}

  private void row(
      String what,
      ToDoubleFunction<Asked> found,
      List<Candidate> nearestMated,
      List<Candidate> nearestMateless)
      throws IOException {
    long begin = System.nanoTime();
    double withMate = found.applyAsDouble(new Asked(mated, nearestMated));
    double without = found.applyAsDouble(new Asked(mateless, nearestMateless));
    double ms = (System.nanoTime() - begin) / 1e6 / (mated.size() + mateless.size());
    line(
        "%-46s %9.1f %9.1f %9.1f%n",
        what, 100 * withMate / mated.size(), 100 * without / mateless.size(), ms);
  }

  private int dimension() {
    return gallery.get(0).vector().length;
  }

  private UnitVectors rows(List<Sample> samples) {
    int dimension = dimension();
    float[] values = new float[samples.size() * dimension];
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i).vector(), 0, values, i * dimension, dimension);
    }
    return UnitVectors.of(dimension, values);
  }

  /** A pack begins with its features, as its header says. */
  private static List<Sample> read(Path folder) throws IOException {
    List<String> images = Files.readAllLines(folder.resolve("images.tsv"));
    ByteBuffer pack =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("embeddings.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) pack.getLong()];
    pack.get(header);
    String shape =
        new String(header, StandardCharsets.UTF_8)
            .replaceFirst(".*\"features\":\\{[^}]*\"shape\":\\[\\d+,(\\d+)\\].*", "$1")
            .strip();
    List<Sample> samples = new ArrayList<>();
    for (String image : images) {
      float[] vector = new float[Integer.parseInt(shape)];
      for (int k = 0; k < vector.length; k++) {
        vector[k] = pack.getFloat();
      }
      samples.add(
          new Sample(
              image.substring(0, image.indexOf('\t')),
              UnitVectors.normalise(vector.length, vector).row(0)));
    }
    return samples;
  }
}
