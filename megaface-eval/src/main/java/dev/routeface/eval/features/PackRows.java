package dev.routeface.eval.features;

import dev.routeface.sdk.math.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The rows of a pack, block by block. Each block has a buffer of its own, since one ends at 2 GiB;
 * maps go when the garbage collector takes this.
 */
final class PackRows implements Rows {
  private final PackLayout layout;
  private final ByteBuffer[] blocks;

  private PackRows(PackLayout layout, ByteBuffer[] blocks) {
    this.layout = layout;
    this.blocks = blocks;
  }

  /** Gives the bytes of one block. */
  private interface Block {
    ByteBuffer at(long position, int bytes) throws IOException;
  }

  /** Where the system keeps them: no heap. */
  static PackRows mapped(FileChannel channel, PackLayout layout) throws IOException {
    return of(
        layout, (position, bytes) -> channel.map(FileChannel.MapMode.READ_ONLY, position, bytes));
  }

  /** In the heap. */
  static PackRows read(PackInput input, PackLayout layout) throws IOException {
    return of(layout, input::read);
  }

  private static PackRows of(PackLayout layout, Block reader) throws IOException {
    ByteBuffer[] blocks = new ByteBuffer[layout.blocks()];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = reader.at(layout.at(block), layout.rowsOf(block) * layout.rowBytes());
    }
    return new PackRows(layout, blocks);
  }

  /** The bytes of one block. */
  ByteBuffer block(int block) {
    return blocks[block].duplicate();
  }

  @Override
  public int size() {
    return layout.rows();
  }

  @Override
  public int dimension() {
    return layout.dimension();
  }

  @Override
  public void copy(int index, float[] target, int at) {
    blocks[index / PackLayout.BLOCK]
        .slice(index % PackLayout.BLOCK * layout.rowBytes(), layout.rowBytes())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(target, at, layout.dimension());
  }
}
