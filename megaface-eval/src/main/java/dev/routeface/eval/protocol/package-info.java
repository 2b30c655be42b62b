/**
 * Who is compared with whom: the open set, labelled pairs, groups of them, searches in an enrolled
 * gallery and templates, from embeddings to a result that can be kept and compared. Plain Java; may
 * import {@code eval.metric}, {@code eval.rank}, {@code sdk.data}, {@code sdk.math} and {@code
 * models.io}.
 *
 * <p>Larger than other packages, because sealed interfaces have their members in their own package.
 */
package dev.routeface.eval.protocol;
