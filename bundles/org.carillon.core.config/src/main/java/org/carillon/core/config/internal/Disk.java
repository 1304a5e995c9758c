package org.carillon.core.config.internal;

import java.io.IOException;
import java.util.List;

/**
 * A directory of files as the journal uses it. What was written counts as safe only after {@link #force}; files that were made, renamed or
 * deleted only after {@link #forceDirectory()}.
 */
interface Disk {
    List<String> list() throws IOException;

    byte[] read(String name) throws IOException;

    /** Writes behind the end of a file, which is made when it does not exist. */
    void append(String name, byte[] bytes) throws IOException;

    void force(String name) throws IOException;

    /** Replaces a file of the new name in one step. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    void forceDirectory() throws IOException;
}
