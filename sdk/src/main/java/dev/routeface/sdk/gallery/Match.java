package dev.routeface.sdk.gallery;

/**
 * A row that a search found.
 *
 * @param row its number, as {@link GalleryIndex#append} gave it
 * @param cosine {@link dev.routeface.sdk.math.Rows#product} of query and row, to the bit; -1 to 1,
 *     beyond by rounding alone
 */
public record Match(long row, float cosine) {}
