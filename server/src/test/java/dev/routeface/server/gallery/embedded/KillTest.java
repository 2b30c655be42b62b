package dev.routeface.server.gallery.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process in the middle of enrolments by 32 threads, with a signal that it cannot handle,
 * and looks at what is left; then lets the next one go on from there. One round in every build, ten
 * with {@code -Pkill}.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("routeface.kill.rounds", 1);
  private static final int FEWEST = 100;

  @TempDir Path folder;

  private final Map<String, List<String>> enrolled = new HashMap<>();
  private final Set<String> erasing = new HashSet<>();
  private final Set<String> erased = new HashSet<>();

  @Test
  void losesNothingThatWasAcknowledgedAndKeepsNothingByHalves() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      killAfter(FEWEST + random.nextInt(FEWEST), "r" + round);
      try (EmbeddedGallery gallery = EmbeddedGallery.open(folder, Optional.empty())) {
        check(gallery, "round " + round + ", seed " + seed);
      }
    }
    assertTrue(enrolled.size() >= ROUNDS * FEWEST, enrolled.size() + " enrolments");
  }

  private void killAfter(int enrolments, String name) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                folder.toString(),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int before = enrolled.size();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        note(line.split(" "));
        if (enrolled.size() - before == enrolments) {
          // What it still said before it died counts as well: the loop reads on to the end.
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertEquals(128 + 9, process.waitFor(), "killed, and not ended by itself");
  }

  private void note(String[] words) {
    switch (words[0]) {
      case "enrolled" -> enrolled.put(words[1], List.of(words[2], words[3]));
      case "erasing" -> erasing.add(words[1]);
      case "erased" -> erased.add(words[1]);
      default -> throw new AssertionError(String.join(" ", words));
    }
  }

  private void check(EmbeddedGallery gallery, String where) {
    assertEquals(Optional.empty(), gallery.readOnly(), where);
    assertTrue(gallery.verifyAudit(Optional.empty()).holds(), where);
    List<Subject> subjects = gallery.subjects(KilledWriter.COLLECTION, "", Integer.MAX_VALUE);
    Set<String> there = new HashSet<>();
    for (Subject subject : subjects) {
      there.add(subject.ref().subject());
      checkWhole(gallery, subject, where);
    }
    for (String subject : enrolled.keySet()) {
      assertTrue(there.contains(subject) || erasing.contains(subject), where + ": " + subject);
    }
    erased.forEach(subject -> assertTrue(!there.contains(subject), where + ": " + subject));
    long faces = gallery.collection(KilledWriter.COLLECTION).orElseThrow().faces();
    assertEquals(2L * subjects.size(), faces, where);
  }

  private void checkWhole(EmbeddedGallery gallery, Subject subject, String where) {
    SubjectRef ref = subject.ref();
    assertEquals(Profile.consented("consent of " + ref.subject()), subject.profile());
    SubjectData data = gallery.export("key", ref);
    UnitVectors vectors = KilledWriter.faces(ref.subject()).vectors();
    List<String> ids = data.faces().stream().map(face -> face.face().id()).toList();
    assertEquals(2, ids.size(), where + ": " + ref);
    assertEquals(enrolled.getOrDefault(ref.subject(), ids), ids, where + ": " + ref);
    for (int i = 0; i < 2; i++) {
      FaceData face = data.faces().get(i);
      assertArrayEquals(vectors.row(i), face.vector(), 1e-5f, where + ": " + ref);
    }
    SearchQuery query = new SearchQuery(KilledWriter.COLLECTION, "ec_1", vectors, 1);
    List<List<Candidate>> found = gallery.search(query).candidates();
    found.forEach(best -> assertEquals(ref.subject(), best.get(0).subject(), where));
  }
}
