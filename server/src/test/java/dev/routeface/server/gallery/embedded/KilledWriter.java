package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Enrolment.Batch;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A process that writes to a gallery from many threads, says what was acknowledged, and never ends
 * by itself. Each subject has two faces, enrolled by one call; every fifth is erased again, and now
 * and then everything is given a new template key.
 */
final class KilledWriter {
  static final String COLLECTION = "staff";
  static final int DIMENSION = 32;
  static final int THREADS = 32;

  private KilledWriter() {}

  /**
   * @param args the gallery's folder; a name that begins the ids of all subjects
   */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedGallery gallery = EmbeddedGallery.open(Path.of(args[0]), Optional.empty());
    if (gallery.collection(COLLECTION).isEmpty()) {
      gallery.createCollection(
          "key", new CollectionSpec(COLLECTION, "ec_1", DIMENSION, CollectionSettings.NONE));
    }
    List<Thread> threads =
        IntStream.range(0, THREADS)
            .mapToObj(thread -> new Thread(() -> write(gallery, args[1] + "-" + thread)))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  static Batch faces(String subject) {
    return new Batch("ec_1", Vectors.random(subject.hashCode(), 2, DIMENSION));
  }

  private static void write(EmbeddedGallery gallery, String name) {
    for (int i = 0; ; i++) {
      String subject = name + "-" + i;
      List<String> faces = gallery.enrol("key", enrolment(subject)).faces();
      say("enrolled " + subject + " " + String.join(" ", faces));
      if (i % 5 == 4) {
        say("erasing " + subject);
        gallery.erase("key", List.of(new SubjectRef(COLLECTION, subject)));
        say("erased " + subject);
      }
      if (name.endsWith("-0") && i % 3 == 2) {
        gallery.rekey("key", COLLECTION);
      }
    }
  }

  private static Enrolment enrolment(String subject) {
    return new Enrolment(
        COLLECTION,
        Map.of(subject, Profile.consented("consent of " + subject)),
        List.of(NewFace.of(subject), NewFace.of(subject)),
        faces(subject),
        Optional.empty());
  }

  private static void say(String line) {
    // One write for a line, so that the parent reads whole lines up to the kill.
    byte[] bytes = (line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    synchronized (KilledWriter.class) {
      System.out.write(bytes, 0, bytes.length);
      if (System.out.checkError()) {
        // Nobody listens any more: the parent was killed itself.
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
