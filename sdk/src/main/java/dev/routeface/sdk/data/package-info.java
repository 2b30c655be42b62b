/**
 * Faces with identities: folders, lists, record files, verification sets, synthetic faces, and
 * splits by identity. Plain Java; may import {@code sdk.math}, {@code sdk.image} and {@code
 * models.io}.
 */
package dev.routeface.sdk.data;
