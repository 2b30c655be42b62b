package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.data.CqlVector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.routeface.sdk.bench.Machine;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * No test but a measurement, made when asked for by name: how often the index of two nodes finds
 * the nearest of all, and what that does to errors at a threshold, on embeddings that {@code
 * routeface embed} wrote. {@code -Drouteface.embeddings} names their folder, {@code
 * -Drouteface.data} says what they are of, {@code -Drouteface.revision} what measured, and {@code
 * -Drouteface.report} names the file to write.
 */
class RecallReport {
  private static final String COLLECTION = "faces";
  private static final int AT_ONCE = 250;
  private static final int PROBES = 1000;
  private static final int[] FETCHED = {200, 50, 10};
  private static final int[] CANDIDATES = {50, 10, 2};
  private static final double[] RATES = {0.01, 0.1};

  /** An embedding and whose it is. */
  private record Sample(String person, float[] vector) {}

  private final List<Sample> gallery = new ArrayList<>();
  private final List<Sample> mated = new ArrayList<>();
  private final List<Sample> mateless = new ArrayList<>();
  private final Galleries nodes = new Galleries("recall");
  private final StringBuilder report = new StringBuilder();

  @Test
  void measure() throws Exception {
    Path embeddings = Path.of(System.getProperty("routeface.embeddings"));
    divide(read(embeddings));
    head(embeddings);
    enrol();
    compare(PROBES);
  }

  void head(Path embeddings) throws IOException {
    line("%s%n", Machine.now(1).summary());
    line("revision %s%n", System.getProperty("routeface.revision", "unknown"));
    JsonNode made = new ObjectMapper().readTree(embeddings.resolve("embedding.json").toFile());
    line("data sha256 %s: %s%n", made.get("data").asText(), System.getProperty("routeface.data"));
    line("model sha256 %s: %d dimensions%n", made.get("model").asText(), dimension());
    line("%,d faces enrolled, one a subject, on two nodes with a copy each;%n", gallery.size());
    line("flushed to disk and indexed there.%n");
  }

  void compare(int most) throws IOException {
    mated.subList(Math.min(most, mated.size()), mated.size()).clear();
    mateless.subList(Math.min(most, mateless.size()), mateless.size()).clear();
    Asked withMate = new Asked(mated, exact(mated));
    Asked without = new Asked(mateless, exact(mateless));
    line("%,d probes with a mate and %,d without.%n%n", mated.size(), mateless.size());
    line("%% whose true nearest face is found first; at the thresholds at which the exact%n");
    line("search has an FPIR of 1 %% and 10 %%, FPIR and FNIR%n%n");
    line("%-46s %7s %8s %14s %14s %8s%n", "", "mated", "mateless", "at 1 %", "at 10 %", "ms/probe");
    Found exact = new Found(withMate.nearest(), without.nearest());
    line("%-46s %7.1f %8.1f%s%n", "every face compared", 100.0, 100.0, errors(exact, exact));
    for (int candidates : CANDIDATES) {
      store(candidates, withMate, without);
    }
    for (int fetched : FETCHED) {
      one(fetched, withMate, without);
    }
  }

  /** The first candidate of each probe. */
  private record Found(List<Candidate> mated, List<Candidate> mateless) {}

  private String errors(Found exact, Found found) {
    StringBuilder errors = new StringBuilder();
    for (double rate : RATES) {
      double threshold = threshold(exact.mateless(), rate);
      long alarms = found.mateless().stream().filter(c -> c.similarity() >= threshold).count();
      errors.append(
          " %7.1f %6.1f"
              .formatted(
                  100.0 * alarms / mateless.size(),
                  100.0 * missed(found.mated(), threshold) / mated.size()));
    }
    return errors.toString();
  }

  /** The highest at which so many strangers find somebody; turning a vector rounds it. */
  private static double threshold(List<Candidate> strangers, double rate) {
    return strangers.stream()
            .map(Candidate::similarity)
            .sorted(Comparator.reverseOrder())
            .skip(Math.round(strangers.size() * rate) - 1)
            .findFirst()
            .orElseThrow()
        - 1e-6;
  }

  /** People who do not find themselves first, at the threshold or above. */
  private long missed(List<Candidate> found, double threshold) {
    return IntStream.range(0, found.size())
        .filter(
            i -> {
              Candidate first = found.get(i);
              String person = gallery.get(Integer.parseInt(first.subject().substring(1))).person();
              return first.similarity() < threshold || !person.equals(mated.get(i).person());
            })
        .count();
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
    Galleries.emptied(nodes.keyspace());
    try (CassandraGallery store = nodes.open(Galleries.READING, Clock.systemUTC())) {
      store.createCollection(
          "key_1", new CollectionSpec(COLLECTION, "ec_1", dimension(), CollectionSettings.NONE));
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
        COLLECTION,
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

  /** One index over everything, asked for so many rows; it tells no similarity. */
  private void one(int fetched, Asked withMate, Asked without) throws IOException {
    try (CqlSession session = nodes.session();
        CassandraGallery store = nodes.open(Galleries.READING, Clock.systemUTC())) {
      TemplateKey key =
          new TemplateKey(store.copyCollection(COLLECTION).templateKey(), dimension());
      PreparedStatement ask =
          session.prepare(
              "SELECT subject FROM recall.faces_%d ORDER BY template ANN OF ? LIMIT %d"
                  .formatted(dimension(), fetched));
      Function<Sample, Candidate> first =
          probe -> {
            CqlVector<Float> turned = FaceRows.vector(key.turn(probe.vector()));
            return new Candidate(session.execute(ask.bind(turned)).one().getString(0), "", 0, 1);
          };
      row("one index, %d fetched".formatted(fetched), first, withMate, without, false);
    }
  }

  /** The gallery's own search, with so many candidates from each bucket. */
  private void store(int candidates, Asked withMate, Asked without) throws IOException {
    Reading reading = new Reading(DefaultConsistencyLevel.ONE, candidates, false);
    try (CassandraGallery store = nodes.open(reading, Clock.systemUTC())) {
      Function<Sample, Candidate> first =
          probe -> {
            SearchQuery query = new SearchQuery(COLLECTION, "ec_1", rows(List.of(probe)), 1);
            return store.search(query).candidates().get(0).get(0);
          };
      String what =
          "search, candidates=%d: %d x %d, compared exactly"
              .formatted(candidates, Schema.BUCKETS, candidates);
      row(what, first, withMate, without, true);
    }
  }

  /** Probes, and the nearest of all to each. */
  private record Asked(List<Sample> probes, List<Candidate> nearest) {
    double recall(List<Candidate> found) {
      return 100.0
          * IntStream.range(0, found.size())
              .filter(i -> found.get(i).subject().equals(nearest.get(i).subject()))
              .count()
          / found.size();
    }
  }

  private void row(
      String what,
      Function<Sample, Candidate> first,
      Asked withMate,
      Asked without,
      boolean similarities)
      throws IOException {
    long begin = System.nanoTime();
    Found found =
        new Found(
            withMate.probes().stream().map(first).toList(),
            without.probes().stream().map(first).toList());
    double ms = (System.nanoTime() - begin) / 1e6 / (mated.size() + mateless.size());
    Found exact = new Found(withMate.nearest(), without.nearest());
    line(
        "%-46s %7.1f %8.1f%s %8.1f%n",
        what,
        withMate.recall(found.mated()),
        without.recall(found.mateless()),
        similarities ? errors(exact, found) : " ".repeat(30),
        ms);
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
