package dev.routeface.server.gallery;

import java.time.Instant;

/**
 * A person in a collection, as kept.
 *
 * @param faces how many are enrolled
 * @param version grows with the profile, not with enrolments; for ETags
 * @param created whole milliseconds
 */
public record Subject(SubjectRef ref, Profile profile, long faces, long version, Instant created) {}
