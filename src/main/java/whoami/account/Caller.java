package whoami.account;

/**
 * Who is asking, as far as the network can tell: for the log and the list of devices.
 *
 * @param address the client's network address
 * @param userAgent how its program calls itself, at most {@value #USER_AGENT_MAX} characters
 * @param requestId what the answer and the log line of the same request carry
 */
public record Caller(String address, String userAgent, String requestId) {
    private static final int USER_AGENT_MAX = 300;

    /** As the one whom an admin does something to may see it: that it was done, and not from where. */
    Caller hidden() {
        return new Caller("an admin", "", requestId);
    }

    public Caller {
        userAgent = userAgent.substring(0, Math.min(userAgent.length(), USER_AGENT_MAX));
    }
}
