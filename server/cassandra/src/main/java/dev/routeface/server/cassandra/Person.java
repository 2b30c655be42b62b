package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.seal.DataKey;

/**
 * A subject with its seals unbroken.
 *
 * @param key of everything kept of the subject
 * @param sealedKey the same, as it is kept
 */
record Person(Subject subject, DataKey key, byte[] sealedKey) {
  String id() {
    return subject.ref().subject();
  }

  int bucket() {
    return Schema.bucket(id());
  }

  Person counting(long faces) {
    Subject s = subject;
    return new Person(
        new Subject(s.ref(), s.profile(), s.faces() + faces, s.version(), s.created()),
        key,
        sealedKey);
  }

  Person with(Profile profile) {
    Subject s = subject;
    return new Person(
        new Subject(s.ref(), profile, s.faces(), s.version() + 1, s.created()), key, sealedKey);
  }
}
