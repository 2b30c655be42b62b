package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.seal.DataKey;
import dev.routeface.server.gallery.seal.MasterKey;
import dev.routeface.server.gallery.seal.Place;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is sealed by which key, and to which place. The master key's child seals the keys of
 * subjects and collections; a subject's key seals its profile, and each face's template (floats,
 * little end first) together with its attributes.
 *
 * @param wrapping seals other keys
 */
record Seals(MasterKey master, DataKey wrapping) {
  private static final String CONSENT = "consent";

  static Seals of(MasterKey master) {
    return new Seals(master, master.derive("wrapping"));
  }

  byte[] templateKey(FaceCollection collection, byte[] key) {
    return wrapping.seal(key, place(collection));
  }

  byte[] openTemplateKey(Stored stored) {
    return wrapping.open(stored.sealedKey(), place(stored.collection()));
  }

  TemplateKey turning(Stored stored) {
    return new TemplateKey(openTemplateKey(stored), stored.dimension());
  }

  /** Somebody new, with a key of their own. */
  Person person(Stored collection, Subject subject) {
    byte[] secret = DataKey.random();
    return new Person(
        subject,
        new DataKey(secret),
        wrapping.seal(secret, keyPlace(collection, subject.ref().subject())));
  }

  DataKey openKey(Stored collection, String subject, byte[] sealed) {
    return new DataKey(wrapping.open(sealed, keyPlace(collection, subject)));
  }

  byte[] profile(Stored collection, Person person) {
    Profile profile = person.subject().profile();
    // Metadata stands behind a sign, so that no name of the caller's can be taken for ours.
    Map<String, String> texts = new HashMap<>(Map.of(CONSENT, profile.consent()));
    profile.metadata().forEach((name, value) -> texts.put("." + name, value));
    return person
        .key()
        .seal(Texts.bytes(texts), place(collection, person.subject(), profile.retentionUntil()));
  }

  /**
   * @param bare the subject with all that is not sealed
   */
  Profile openProfile(
      Stored collection, Subject bare, DataKey key, Optional<Instant> until, byte[] sealed) {
    Map<String, String> texts =
        Texts.map(ByteBuffer.wrap(key.open(sealed, place(collection, bare, until))));
    Map<String, String> metadata = new HashMap<>();
    texts.keySet().stream()
        .filter(name -> name.startsWith("."))
        .forEach(name -> metadata.put(name.substring(1), texts.get(name)));
    return new Profile(texts.get(CONSENT), until, metadata);
  }

  byte[] face(Stored collection, DataKey key, FaceData data) {
    byte[] attributes = Texts.bytes(data.face().attributes());
    ByteBuffer plain =
        ByteBuffer.allocate(data.vector().length * Float.BYTES + attributes.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : data.vector()) {
      plain.putFloat(value);
    }
    plain.put(attributes);
    return key.seal(plain.array(), place(collection, data.face()));
  }

  /**
   * @param bare the face without attributes
   */
  FaceData openFace(Stored collection, DataKey key, Face bare, byte[] sealed) {
    ByteBuffer plain =
        ByteBuffer.wrap(key.open(sealed, place(collection, bare))).order(ByteOrder.LITTLE_ENDIAN);
    float[] template = new float[collection.dimension()];
    for (int k = 0; k < template.length; k++) {
      template[k] = plain.getFloat();
    }
    Map<String, String> attributes = Texts.map(plain.order(ByteOrder.BIG_ENDIAN));
    return new FaceData(new Face(bare.id(), bare.subject(), bare.enrolled(), attributes), template);
  }

  static Subject bare(SubjectRef ref, long faces, long version, Instant created) {
    return new Subject(ref, Profile.consented("sealed"), faces, version, created);
  }

  private static Place place(FaceCollection c) {
    return Place.of(
        "template key",
        c.id(),
        c.contract(),
        c.dimension(),
        c.spec().settings().description(),
        c.spec().settings().compatible(),
        c.generation(),
        c.version(),
        c.created().toEpochMilli());
  }

  private static Place keyPlace(Stored collection, String subject) {
    return Place.of("subject key", collection.id(), subject, collection.contract());
  }

  private static Place place(Stored collection, Subject s, Optional<Instant> until) {
    return Place.of(
        "profile",
        collection.id(),
        s.ref().subject(),
        collection.contract(),
        s.version(),
        s.created().toEpochMilli(),
        until.map(Instant::toEpochMilli));
  }

  private static Place place(Stored collection, Face face) {
    return Place.of(
        "face",
        collection.id(),
        face.subject(),
        collection.contract(),
        face.id(),
        collection.collection().generation(),
        face.enrolled().toEpochMilli());
  }
}
