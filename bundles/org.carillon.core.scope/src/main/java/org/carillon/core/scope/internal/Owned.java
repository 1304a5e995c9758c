package org.carillon.core.scope.internal;

/** What ends with a scope: a child or a resource. */
interface Owned {
    /**
     * @param deadline
     *            of {@link System#nanoTime}, for waiting
     */
    void close(long deadline);
}
