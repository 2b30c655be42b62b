package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Enrolment.Batch;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Enrolments of which it can be told whether they are there: several people each, all new. */
final class Calls {
  static final int DIMENSION = 16;
  static final int PEOPLE = 6;

  private Calls() {}

  static void create(GalleryStore store) {
    store.createCollection(
        "key_1", new CollectionSpec("staff", "ec_1", DIMENSION, CollectionSettings.NONE));
  }

  static Enrolment enrolment(int call) {
    Map<String, Profile> newcomers = new TreeMap<>();
    List<NewFace> faces = new ArrayList<>();
    for (String subject : subjects(call)) {
      newcomers.put(subject, Profile.consented("paper"));
      faces.add(NewFace.of(subject));
    }
    return new Enrolment(
        "staff",
        newcomers,
        faces,
        new Batch("ec_1", Vectors.random(call, PEOPLE, DIMENSION)),
        Optional.of("call" + call));
  }

  /** How many of a call's people are there with their face, up to {@link #PEOPLE}. */
  static int there(GalleryStore store, int call) {
    int there = 0;
    for (String subject : subjects(call)) {
      SubjectRef ref = new SubjectRef("staff", subject);
      boolean whole = store.subject(ref).isPresent() && store.faces(ref).size() == 1;
      there += whole ? 1 : 0;
    }
    return there;
  }

  private static List<String> subjects(int call) {
    List<String> subjects = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      subjects.add("call%d person%d".formatted(call, i));
    }
    return subjects;
  }
}
