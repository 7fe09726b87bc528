package whoami.account;

import whoami.Tx;

/** Takes back whatever opens an account, in the transaction that gives the reason for it. */
public final class Revocation {
    private final SessionDao sessions = new SessionDao();
    private final MailTokenDao mailTokens = new MailTokenDao();
    private final GrantDao grants = new GrantDao();
    private final ApiKeyDao apiKeys = new ApiKeyDao();

    /** Sessions, log-ins of programs, links in letters and API keys. */
    void everything(Tx tx, String userId) {
        logIns(tx, userId);
        mailTokens.deleteAll(tx, userId);
        apiKeys.deleteAll(tx, userId);
    }

    /** Sessions and log-ins of programs. */
    void logIns(Tx tx, String userId) {
        sessions.deleteAll(tx, userId);
        grants.deleteAll(tx, userId);
    }

    /** @param sessionIdHash of the session that goes on; it may be somebody else's, or none */
    void everythingBut(Tx tx, String userId, String sessionIdHash) {
        sessions.deleteOthers(tx, userId, sessionIdHash);
        grants.deleteAll(tx, userId);
        mailTokens.deleteAll(tx, userId);
        apiKeys.deleteAll(tx, userId);
    }
}
