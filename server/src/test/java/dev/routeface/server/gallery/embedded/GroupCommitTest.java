package dev.routeface.server.gallery.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.seal.MasterKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
  @TempDir Path folder;
  private Tables tables;
  private GroupCommit commit;

  @BeforeEach
  void opened() {
    Sql sql = Connections.writer(folder.resolve("gallery.db"), Instant.EPOCH);
    Keys keys = Keys.of(MasterKey.of("00".repeat(32), "test"));
    tables = Tables.of(sql, keys);
    new GalleryFolder(folder).requireKey(tables, keys, true);
    commit = new GroupCommit(tables);
  }

  @AfterEach
  void closed() {
    commit.close();
    tables.sql().close();
  }

  private static Change<Long> append(String text) {
    AuditEvent event = new AuditEvent("test", List.of(text), Map.of());
    return tables -> Done.of(tables.audit().append(Instant.EPOCH, "key", event).sequence());
  }

  private static Change<Long> refuseAfter(Change<Long> change) {
    return tables -> {
      change.make(tables);
      throw new GalleryException(Problem.FACE_NOT_FOUND, "no");
    };
  }

  private void assertRefused(Problem problem, String message, Change<?> change) {
    GalleryException refused = assertThrows(GalleryException.class, () -> commit.write(change));
    assertEquals(message, refused.getMessage());
    assertEquals(problem, refused.problem());
  }

  @Test
  void changesThatWaitShareOneTransaction() throws Exception {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Long> first =
        CompletableFuture.supplyAsync(
            () ->
                commit.write(
                    tables -> {
                      begun.countDown();
                      await(go);
                      return Done.of(0L);
                    }));
    begun.await();
    List<Thread> threads =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    new Thread(
                        () ->
                            commit.write(
                                tables -> {
                                  events.add("made");
                                  return new Done<>(i, () -> events.add("shown"));
                                })))
            .toList();
    threads.forEach(Thread::start);
    // All wait for their results once nobody runs any more.
    while (threads.stream().anyMatch(t -> t.getState() != Thread.State.WAITING)) {
      Thread.sleep(1);
    }
    go.countDown();
    first.join();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Collections.nCopies(40, "made"), events.subList(0, 40));
    assertEquals(Collections.nCopies(40, "shown"), events.subList(40, 80));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRefusedChangeLeavesNothingAndTakesNobodyAlong() {
    List<String> results = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          Change<Long> change = append("n" + i);
                          try {
                            commit.write(i % 3 == 0 ? refuseAfter(change) : change);
                            results.add("done");
                          } catch (GalleryException e) {
                            results.add(e.getMessage());
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    threads.forEach(GroupCommitTest::join);
    assertEquals(20, Collections.frequency(results, "done"));
    assertEquals(10, Collections.frequency(results, "no"));
    assertEquals("20 entries hold together", tables.audit().verify(Optional.empty()).message());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFullDiskRefusesAndTakesMoreOnceThereIsRoom() {
    assertEquals(1, commit.write(append("small")));
    tables.sql().run("PRAGMA max_page_count = 1");
    String big = "x".repeat(200_000);
    assertRefused(
        Problem.FULL,
        folder.resolve("gallery.db")
            + ": [SQLITE_FULL] Insertion failed because database is full (database or disk is full)",
        append(big));
    assertEquals(Optional.empty(), commit.readOnly());
    tables.sql().run("PRAGMA max_page_count = 100000");
    assertEquals(2, commit.write(append(big)));
    assertTrue(tables.audit().verify(Optional.empty()).holds());
  }

  @Test
  void aBrokenConstraintBreaksItsOwnChangeAlone() {
    Change<Long> twice =
        tables -> {
          tables.sql().update("INSERT INTO secret_check VALUES (NULL)");
          return Done.of(1L);
        };
    assertRefused(
        Problem.DAMAGED,
        folder.resolve("gallery.db")
            + ": [SQLITE_CONSTRAINT_NOTNULL] A NOT NULL constraint failed (NOT NULL constraint"
            + " failed: secret_check.tag)",
        twice);
    assertEquals(1, commit.write(append("after")));
  }

  @Test
  void takesNothingMoreOnceTheDatabaseFailed() {
    tables.sql().run("DROP TABLE repeat");
    Change<Long> missing =
        tables -> {
          tables.sql().update("DELETE FROM repeat");
          return Done.of(1L);
        };
    String why =
        folder.resolve("gallery.db")
            + ": [SQLITE_ERROR] SQL error or missing database (no such table: repeat)";
    assertRefused(Problem.DAMAGED, why, missing);
    String refusal = why + "; no change is taken until the gallery is opened again";
    assertRefused(Problem.READ_ONLY, refusal, append("after"));
    assertEquals(Optional.of(refusal), commit.readOnly());
  }

  @Test
  void takesNothingMoreIfSearchesCouldMissWhatIsDurable() {
    Change<Long> unseen =
        tables ->
            new Done<>(
                append("unseen").make(tables).value(),
                () -> {
                  throw new GalleryException(Problem.FULL, "no memory");
                });
    assertRefused(Problem.FULL, "no memory", unseen);
    assertEquals(1, tables.audit().head().sequence());
    assertRefused(
        Problem.READ_ONLY,
        "no memory; what was written last is found once the gallery is opened again",
        append("after"));
  }

  @Test
  void takesNothingOnceClosed() {
    commit.close();
    assertRefused(Problem.UNAVAILABLE, "the gallery is closed", append("late"));
  }
}
