package whoami.client;

/** What a call is for. */
enum Kind {
    SIGN_UP("sign up", 201),
    LOG_IN("log in", 200),
    REFRESH("refresh", 200),
    POST("post", 201),
    FEED("read the feed", 200),
    LIKE("like", 200),
    DISLIKE("dislike", 200),
    TAKE_BACK("take a vote back", 200),
    LOG_OUT("log out", 204),
    DELETE("delete a user", 204);

    final String inWords;

    /** The status that says it was done. */
    final int success;

    Kind(String inWords, int success) {
        this.inWords = inWords;
        this.success = success;
    }

    /**
     * Whether it may be sent again when its answer was lost. Two sign-ups, votes or deletions are as good as one, and so is
     * a second log-in; a post could be there twice.
     */
    boolean isRepeatable() {
        return this != POST;
    }
}
