package whoami.account;

import whoami.Tx;

/** Takes back whatever opens an account, in the transaction that gives the reason for it. */
record Revocation(MailTokens mailTokens) {
    private static final SessionDao SESSIONS = new SessionDao();

    void everything(Tx tx, String userId) {
        SESSIONS.deleteAll(tx, userId);
        mailTokens.deleteAll(tx, userId);
    }

    /** @param sessionIdHash of the session that goes on; it may be somebody else's, or none */
    void everythingBut(Tx tx, String userId, String sessionIdHash) {
        SESSIONS.deleteOthers(tx, userId, sessionIdHash);
        mailTokens.deleteAll(tx, userId);
    }
}
