/**
 * Unit vectors, seeded randomness, progress. The ground floor: imports nothing of ours; plain Java.
 */
package dev.routeface.sdk.math;
