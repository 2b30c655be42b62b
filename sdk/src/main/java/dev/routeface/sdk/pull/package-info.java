/**
 * Models of others, brought in over the network: a manifest that pins every byte, downloads that go
 * on where they were cut, folders that are whole or absent. Imports {@code sdk.math}, {@code
 * sdk.image} and {@code models}.
 */
package dev.routeface.sdk.pull;
