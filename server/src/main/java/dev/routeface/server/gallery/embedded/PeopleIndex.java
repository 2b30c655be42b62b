package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.embedded.VectorIndex.Match;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/** Whose row is whose: finds people where a {@link VectorIndex} finds rows. */
final class PeopleIndex implements AutoCloseable {
  private record Owner(String subject, String face) {}

  private final int dimension;
  private final VectorIndex vectors;
  private final List<Owner> owners = new ArrayList<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private long size;

  PeopleIndex(int dimension, VectorIndex vectors) {
    this.dimension = dimension;
    this.vectors = vectors;
  }

  /** Adds templates behind all others. */
  void append(List<FaceData> faces) {
    if (faces.isEmpty()) {
      return;
    }
    float[] rows = new float[faces.size() * dimension];
    for (int i = 0; i < faces.size(); i++) {
      System.arraycopy(faces.get(i).vector(), 0, rows, i * dimension, dimension);
    }
    lock.writeLock().lock();
    try {
      vectors.append(UnitVectors.of(dimension, rows));
      faces.forEach(data -> owners.add(owner(data.face())));
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

  /** The best people of each query. A row may go meanwhile, and is then passed over. */
  List<List<Candidate>> search(UnitVectors queries, int people) {
    lock.readLock().lock();
    try {
      // People have several faces each: rows are asked for until there are enough people.
      for (long rows = 2L * people; ; rows *= 4) {
        int most = (int) Math.min(rows, Math.max(1, owners.size()));
        List<List<Candidate>> found =
            vectors.search(queries, most).stream().map(row -> people(row, people)).toList();
        if (rows >= owners.size() || found.stream().allMatch(list -> list.size() == people)) {
          return found;
        }
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      vectors.close();
      owners.clear();
      size = 0;
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

  private List<Candidate> people(List<Match> matches, int most) {
    List<Candidate> people = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Match match : matches) {
      Owner owner = owners.get((int) match.row());
      if (people.size() < most && owner != null && seen.add(owner.subject())) {
        people.add(new Candidate(owner.subject(), owner.face(), match.cosine(), people.size() + 1));
      }
    }
    return people;
  }

  private static Owner owner(Face face) {
    return new Owner(face.subject(), face.id());
  }
}
