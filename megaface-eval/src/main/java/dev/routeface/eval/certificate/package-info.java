/**
 * Whether one model may stand for another: the compression gate, compatibility of their galleries,
 * operating points, groups before and after, on people that training did not see. May import {@code
 * eval.report}, {@code eval.protocol}, {@code eval.metric}, {@code sdk.data}, {@code sdk.math},
 * {@code models.card} and {@code models.io}; plain Java.
 *
 * <p>A little larger than other packages: each question and each part of the page is a file.
 */
package dev.routeface.eval.certificate;
