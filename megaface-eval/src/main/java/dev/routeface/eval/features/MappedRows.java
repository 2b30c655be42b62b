package dev.routeface.eval.features;

import dev.routeface.sdk.math.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The rows of a pack where the system keeps them: no heap. Each block has its own map, since one
 * map ends at 2 GiB; the maps go when the garbage collector takes this.
 */
final class MappedRows implements Rows {
  private final PackLayout layout;
  private final ByteBuffer[] blocks;

  private MappedRows(PackLayout layout, ByteBuffer[] blocks) {
    this.layout = layout;
    this.blocks = blocks;
  }

  static MappedRows of(FileChannel channel, PackLayout layout) throws IOException {
    ByteBuffer[] blocks = new ByteBuffer[layout.blocks()];
    for (int block = 0; block < blocks.length; block++) {
      long bytes = (long) layout.rowsOf(block) * layout.rowBytes();
      blocks[block] =
          channel
              .map(FileChannel.MapMode.READ_ONLY, layout.at(block), bytes)
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    return new MappedRows(layout, blocks);
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
  public float[] row(int index) {
    float[] row = new float[layout.dimension()];
    blocks[index / PackLayout.BLOCK]
        .slice(index % PackLayout.BLOCK * layout.rowBytes(), layout.rowBytes())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(row);
    return row;
  }
}
