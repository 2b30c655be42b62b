/**
 * A recipe is one file and the whole experiment: nothing that shapes a result has a default in
 * Java. Plain Java but for the losses it names; imports the floors below.
 */
package dev.routeface.sdk.recipe;
