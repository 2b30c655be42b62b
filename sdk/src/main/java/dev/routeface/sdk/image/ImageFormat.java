package dev.routeface.sdk.image;

/** Containers that are read. */
public enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  WEBP("WebP"),
  BMP("BMP"),
  PPM("PPM (P6)");

  private final String label;

  ImageFormat(String label) {
    this.label = label;
  }

  /** As people write it. */
  public String label() {
    return label;
  }
}
