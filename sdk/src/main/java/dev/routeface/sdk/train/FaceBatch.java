package dev.routeface.sdk.train;

/**
 * Images of one step, ready for the network.
 *
 * @param images prepared floats, (N, 3, H, W)
 * @param labels identity of each image, (N)
 * @param views row of each image in the teacher's embeddings: 2 i as it is, 2 i + 1 mirrored, (N)
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one step
public record FaceBatch(float[] images, long[] labels, int[] views) {
  /** N. */
  public int size() {
    return labels.length;
  }
}
