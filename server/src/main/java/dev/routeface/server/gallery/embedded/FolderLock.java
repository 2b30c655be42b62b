package dev.routeface.server.gallery.embedded;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.PrivateFile;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a folder for one writer; the system lets go of it when the process ends in any way. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path file) {
    try {
      PrivateFile.folders(file.toAbsolutePath().getParent());
      PrivateFile.ensure(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new BadDataException(file.getParent() + ": another process has this gallery open");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new BadDataException(file + ": cannot be locked: " + Reason.of(e), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot let go of a gallery's lock: " + Reason.of(e), e);
    }
  }
}
