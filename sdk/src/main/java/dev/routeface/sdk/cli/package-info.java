/** The command line of this module, and the root that the modules above add theirs to. */
package dev.routeface.sdk.cli;
