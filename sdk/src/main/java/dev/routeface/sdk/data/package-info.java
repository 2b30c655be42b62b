/**
 * Faces with identities: folders, lists, record files, synthetic faces, and splits by identity.
 * Plain Java; may import {@code sdk.math} and {@code sdk.image}.
 */
package dev.routeface.sdk.data;
