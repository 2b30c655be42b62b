package dev.routeface.eval.spark;

import dev.routeface.eval.features.FeatureShards;
import dev.routeface.eval.features.PackInput;
import dev.routeface.models.io.BadDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Shards on any file system that Hadoop reads. */
final class ShardFolder {
  private ShardFolder() {}

  /**
   * The full addresses of a folder's shards, in order.
   *
   * @throws BadDataException if there is no such folder, or one of its shards is missing
   */
  static List<String> shards(String folder, Configuration configuration) {
    try {
      FileSystem files = FileSystem.get(new Path(folder).toUri(), configuration);
      Path whole = files.makeQualified(new Path(folder));
      List<String> names =
          Stream.of(files.listStatus(whole)).map(FileStatus::getPath).map(Path::getName).toList();
      return FeatureShards.names(folder, names).stream()
          .map(name -> new Path(whole, name).toString())
          .toList();
    } catch (FileNotFoundException e) {
      throw new BadDataException(folder + ": expected a folder of shards, found none", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadDataException(
          "%s: expected a folder of shards, found %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Opens a shard.
   *
   * @throws BadDataException if it cannot be read
   */
  static PackInput open(String shard, Configuration configuration) {
    try {
      Path path = new Path(shard);
      FileSystem files = path.getFileSystem(configuration);
      return new Input(shard, files.getFileStatus(path).getLen(), files.open(path));
    } catch (IOException e) {
      throw new BadDataException(
          "%s: expected a readable shard, found %s".formatted(shard, e.getMessage()), e);
    }
  }

  private record Input(String name, long size, FSDataInputStream stream) implements PackInput {
    @Override
    public ByteBuffer read(long at, int bytes) throws IOException {
      byte[] found = new byte[available(at, bytes)];
      stream.readFully(at, found);
      return ByteBuffer.wrap(found);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
