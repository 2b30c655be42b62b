package dev.routeface.server.gallery;

/** A person in a collection. Ids outlive an erasure in the audit log, so let them be pseudonyms. */
public record SubjectRef(String collection, String subject) {
  public SubjectRef {
    Name.checked("collection", collection);
    Name.checked("subject", subject);
  }
}
