package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.seal.DataKey;
import dev.routeface.server.gallery.seal.MasterKey;

/**
 * The keys of a gallery under its master key.
 *
 * @param wrapping seals the keys of subjects and collections
 */
record Keys(MasterKey master, DataKey wrapping) {
  static Keys of(MasterKey master) {
    return new Keys(master, master.derive("wrapping"));
  }
}
