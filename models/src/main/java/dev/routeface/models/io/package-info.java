/**
 * Files that are whole or absent, digests, and strict JSON: what every floor above needs and no
 * library gives with our error messages. Imports nothing of ours.
 */
package dev.routeface.models.io;
