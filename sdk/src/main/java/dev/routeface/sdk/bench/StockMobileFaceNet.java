package dev.routeface.sdk.bench;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.routeface.models.net.Layer;
import java.util.List;

/**
 * MobileFaceNet (Chen et al., CCBR 2018, table 1) as a user of the stock API would write it: the
 * baseline of the bench, and a second opinion on our own network.
 */
final class StockMobileFaceNet {
  private StockMobileFaceNet() {}

  /**
   * @param inputSize side of the input, a multiple of 16
   * @param embedding size of the output
   * @return (N, 3, inputSize, inputSize) to (N, embedding)
   */
  static Block block(int inputSize, int embedding) {
    SequentialBlock net = new SequentialBlock();
    convBnPrelu(net, 64, 3, 2, 1);
    convBnPrelu(net, 64, 3, 1, 64);
    stage(net, 64, 128, 64, 5, 2);
    stage(net, 64, 256, 128, 1, 2);
    stage(net, 128, 256, 128, 6, 1);
    stage(net, 128, 512, 128, 1, 2);
    stage(net, 128, 256, 128, 2, 1);
    convBnPrelu(net, 512, 1, 1, 1);
    net.add(conv(512, inputSize / 16, 1, 512, 0)).add(norm());
    net.add(conv(embedding, 1, 1, 1, 0)).add(norm());
    return net.add(Blocks.batchFlattenBlock());
  }

  private static void stage(
      SequentialBlock net, int in, int inner, int out, int repeats, int stride) {
    for (int i = 0; i < repeats; i++) {
      SequentialBlock unit = bottleneck(inner, out, i == 0 ? stride : 1);
      boolean residual = in == out && (i > 0 || stride == 1);
      net.add(residual ? plusInput(unit) : unit);
    }
  }

  private static SequentialBlock bottleneck(int inner, int out, int stride) {
    SequentialBlock unit = new SequentialBlock();
    convBnPrelu(unit, inner, 1, 1, 1);
    convBnPrelu(unit, inner, 3, stride, inner);
    return unit.add(conv(out, 1, 1, 1, 0)).add(norm());
  }

  private static Block plusInput(Block unit) {
    return new ParallelBlock(
        outputs ->
            new NDList(outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())),
        List.of(unit, Blocks.identityBlock()));
  }

  private static void convBnPrelu(
      SequentialBlock net, int filters, int kernel, int stride, int groups) {
    net.add(conv(filters, kernel, stride, groups, kernel / 2));
    net.add(norm());
    net.add(new ComposedPrelu());
  }

  private static Block conv(int filters, int kernel, int stride, int groups, int padding) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(padding, padding))
        .optGroups(groups)
        .optBias(false)
        .build();
  }

  private static Block norm() {
    return BatchNorm.builder().optEpsilon((float) Layer.BatchNorm.EPSILON).build();
  }
}
