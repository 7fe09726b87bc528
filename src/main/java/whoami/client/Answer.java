package whoami.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the server said, if it did.
 *
 * @param status 0 if the answer was lost, or there was none before the run ended
 * @param afterLost whether the answer to an earlier try of the same call was lost, which may have been done already
 */
record Answer(Kind kind, int status, JsonNode json, boolean afterLost) {
    boolean succeeded() {
        return status == kind.success;
    }

    boolean isLost() {
        return status == 0;
    }

    /** Nobody knows whether it was done. */
    boolean isUncertain() {
        return isLost() || status >= 500;
    }

    /** An earlier try was done, as this one is refused the way it is when there is nothing left to do. */
    boolean wasDoneBefore(int refusal) {
        return afterLost && status == refusal;
    }

    @Override
    public String toString() {
        String detail = json.path("detail").asText("");
        String errors = json.has("errors") ? json.get("errors").toString() : "";
        return (kind.inWords + ": " + (isLost() ? "none" : status) + " " + detail + " " + errors).strip();
    }
}
