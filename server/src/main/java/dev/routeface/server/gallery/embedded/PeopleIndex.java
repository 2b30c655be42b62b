package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.SearchResult;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.embedded.VectorIndex.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/** Whose row is whose: finds people where a {@link VectorIndex} finds rows. */
final class PeopleIndex implements AutoCloseable {
  /** A face to add, and the number of the person whose it is. */
  record Entry(long person, FaceData face) {}

  private record Owner(long person, String subject, String face) {}

  private final int dimension;
  private final VectorIndex vectors;
  private final List<Owner> owners = new ArrayList<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private long size;
  private boolean closed;

  PeopleIndex(int dimension, VectorIndex vectors) {
    this.dimension = dimension;
    this.vectors = vectors;
  }

  /** Adds templates behind all others. */
  void append(List<Entry> faces) {
    if (faces.isEmpty()) {
      return;
    }
    float[] rows = new float[faces.size() * dimension];
    for (int i = 0; i < faces.size(); i++) {
      System.arraycopy(faces.get(i).face().vector(), 0, rows, i * dimension, dimension);
    }
    lock.writeLock().lock();
    try {
      vectors.append(UnitVectors.of(dimension, rows));
      faces.forEach(entry -> owners.add(owner(entry)));
      size += faces.size();
    } finally {
      lock.writeLock().unlock();
    }
  }

  void removeFace(String face) {
    remove(owner -> owner.face().equals(face));
  }

  void removeSubjects(Set<String> subjects) {
    remove(owner -> subjects.contains(owner.subject()));
  }

  long size() {
    lock.readLock().lock();
    try {
      return size;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The best people of each query; empty if another index has taken this one's place. */
  Optional<SearchResult> search(UnitVectors queries, int people) {
    lock.readLock().lock();
    try {
      if (closed) {
        return Optional.empty();
      }
      List<List<Candidate>> found =
          vectors.search(queries, people, row -> owners.get((int) row).person()).stream()
              .map(this::candidates)
              .toList();
      return Optional.of(new SearchResult(found, size, true));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      vectors.close();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void remove(Predicate<Owner> gone) {
    lock.writeLock().lock();
    try {
      for (int row = 0; row < owners.size(); row++) {
        Owner owner = owners.get(row);
        if (owner != null && gone.test(owner)) {
          owners.set(row, null);
          vectors.remove(row);
          size--;
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private List<Candidate> candidates(List<Match> matches) {
    List<Candidate> candidates = new ArrayList<>();
    for (Match match : matches) {
      Owner owner = owners.get((int) match.row());
      candidates.add(
          new Candidate(owner.subject(), owner.face(), match.cosine(), candidates.size() + 1));
    }
    return candidates;
  }

  private static Owner owner(Entry entry) {
    Face face = entry.face().face();
    return new Owner(entry.person(), face.subject(), face.id());
  }
}
