package org.carillon.core.ctl.internal;

import java.util.function.Consumer;

/** Where the commands of this bundle send their answers. */
interface Output extends Consumer<Object> {
    /** Runs something once the client has gone, also when nothing is sent to it. */
    void onGone(Runnable action);
}
