package org.carillon.launcher;

import java.util.List;

/** What the word after {@code ./phone} stands for. */
interface SubCommand {
    /**
     * @return the exit status
     * @throws UsageException
     *             when the arguments are wrong: usage on stderr, exit status 2
     * @throws LaunchException
     *             when it cannot be done: one line on stderr, exit status 1
     */
    int run(List<String> arguments) throws LaunchException, UsageException, InterruptedException;
}
