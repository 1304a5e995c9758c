package org.carillon.core.sip.internal;

/** Takes the accounts as they are configured; a service within this bundle alone. Safe for use by any thread. */
interface Accounts {
    /** Begins with an account, or goes on with it as it is now. */
    void put(Account account);

    /** Unregisters an account and forgets it. */
    void remove(int number);
}
