package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.SubjectTable.Kept;
import dev.routeface.server.gallery.embedded.SubjectTable.Newcomer;
import dev.routeface.server.gallery.seal.DataKey;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An enrolment turned and sealed: everything of it that takes time, made of what was seen. It may
 * be written wherever the same is seen again.
 *
 * @param newcomers by id, in that order
 * @param faces in the order of the batch
 */
record SealedEnrolment(Seen seen, Map<String, Newcomer> newcomers, List<SealedFace> faces) {
  /** A face as it is kept, beside what it holds. */
  record SealedFace(FaceData data, byte[] content) {}

  /**
   * What there was of a collection and of an enrolment's people.
   *
   * @param people by id; those that are not there are missing
   */
  record Seen(Stored collection, Map<String, Kept> people) {
    static Seen of(Tables tables, Enrolment enrolment) {
      Stored collection = tables.collections().required(enrolment.collection());
      Contracts.requireOwn(collection, enrolment.batch().contract(), enrolment.batch().vectors());
      Map<String, Kept> people = new HashMap<>();
      for (String id : mentioned(enrolment)) {
        tables.subjects().kept(collection, id).ifPresent(kept -> people.put(id, kept));
      }
      return new Seen(collection, people);
    }

    /** Whether what was sealed for the one fits the other; counts may differ. */
    boolean fits(Seen other) {
      return Arrays.equals(collection.sealedKey(), other.collection.sealedKey())
          && people.equals(other.people);
    }

    private static Iterable<String> mentioned(Enrolment enrolment) {
      var ids = enrolment.faces().stream().map(NewFace::subject).collect(Collectors.toSet());
      ids.addAll(enrolment.newcomers().keySet());
      return ids;
    }
  }

  /** What seals need beside what was seen. */
  record Means(Keys keys, TemplateKey template, Instant now) {}

  /**
   * Takes a few hundredths of a millisecond for each face.
   *
   * @throws GalleryException if somebody is neither there nor new
   */
  static SealedEnrolment of(Seen seen, Enrolment enrolment, Means means) {
    Map<String, Newcomer> newcomers = newcomers(seen, enrolment, means);
    Map<String, DataKey> keys = new HashMap<>();
    newcomers.forEach((id, newcomer) -> keys.put(id, newcomer.key()));
    seen.people().forEach((id, kept) -> keys.put(id, kept.open(means.keys(), seen.collection())));
    UnitVectors templates = means.template().turn(enrolment.batch().vectors());
    List<SealedFace> faces = new ArrayList<>();
    for (int i = 0; i < templates.size(); i++) {
      NewFace face = enrolment.faces().get(i);
      String id = FaceId.next(means.now());
      Face kept = new Face(id, face.subject(), means.now(), face.attributes());
      FaceData data = new FaceData(kept, templates.row(i));
      DataKey key =
          Optional.ofNullable(keys.get(face.subject()))
              .orElseThrow(() -> SubjectTable.missing(seen.collection(), face.subject()));
      faces.add(new SealedFace(data, FaceTable.sealed(seen.collection(), key, data)));
    }
    return new SealedEnrolment(seen, newcomers, faces);
  }

  private static Map<String, Newcomer> newcomers(Seen seen, Enrolment enrolment, Means means) {
    Map<String, Profile> missing = new TreeMap<>(enrolment.newcomers());
    missing.keySet().removeAll(seen.people().keySet());
    Map<String, Long> faces =
        enrolment.faces().stream()
            .collect(Collectors.groupingBy(NewFace::subject, Collectors.counting()));
    Map<String, Newcomer> newcomers = new TreeMap<>();
    missing.forEach(
        (id, profile) -> {
          SubjectRef ref = new SubjectRef(enrolment.collection(), id);
          long own = faces.getOrDefault(id, 0L);
          Subject subject = new Subject(ref, profile, own, 1, means.now());
          newcomers.put(id, Newcomer.of(means.keys(), seen.collection(), subject));
        });
    return newcomers;
  }
}
