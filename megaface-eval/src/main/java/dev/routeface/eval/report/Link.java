package dev.routeface.eval.report;

/**
 * Another page that belongs to this one.
 *
 * @param caption what stands there, in a sentence
 * @param path where, relative to the folder of this page, its parts divided by slashes
 */
public record Link(String caption, String path) implements Section {
  @Override
  public String text() {
    return caption + " " + path + "\n";
  }
}
