package dev.routeface.models.net;

/**
 * The plain twin of {@link Cost}: slides every window and counts, and adds up every array's numbers
 * from the layer's own sizes.
 */
final class Loops {
  private Loops() {}

  static Cost cost(Network network) {
    long parameters = 0;
    long macs = 0;
    for (Node node : network.nodes()) {
      Shape input = network.shapes().get(node.inputs().get(0));
      parameters += parameters(node.layer());
      macs += macs(node.layer(), input);
    }
    return new Cost(parameters, macs);
  }

  private static long parameters(Layer layer) {
    if (layer instanceof Layer.Conv c) {
      long weights = 0;
      for (int out = 0; out < c.out(); out++) {
        weights += (long) c.in() / c.groups() * c.kernel() * c.kernel();
      }
      return weights + (c.bias() ? c.out() : 0);
    } else if (layer instanceof Layer.Linear l) {
      return (long) l.in() * l.out() + (l.bias() ? l.out() : 0);
    } else if (layer instanceof Layer.BatchNorm n) {
      return 2L * n.channels();
    }
    return layer instanceof Layer.Prelu p ? p.channels() : 0;
  }

  private static long macs(Layer layer, Shape in) {
    if (layer instanceof Layer.Linear l) {
      return (long) l.in() * l.out();
    }
    if (!(layer instanceof Layer.Conv c)) {
      return 0;
    }
    long positions = 0;
    for (int y = -c.padding(); y + c.kernel() <= in.height() + c.padding(); y += c.stride()) {
      for (int x = -c.padding(); x + c.kernel() <= in.width() + c.padding(); x += c.stride()) {
        positions++;
      }
    }
    long total = 0;
    for (int out = 0; out < c.out(); out++) {
      for (int k = 0; k < in.channels() / c.groups(); k++) {
        total += positions * c.kernel() * c.kernel();
      }
    }
    return total;
  }
}
